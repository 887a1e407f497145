import { Input, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { keepsPrompts } from '../../shared/settings';
import { useSlice } from '../mirror';
import { useBucketWords } from '../ui/connection-words';
import classes from './Cache.module.css';
import { changeSettings } from './change-settings';

/** In which buckets a generated picture carries its prompt. */
export function PromptsInFiles() {
  const { t } = useTranslation('settings');
  const { profiles } = useSlice('connections');
  const bucketWords = useBucketWords();
  const settings = useSlice('settings');
  if (profiles.length === 0) return null;
  return (
    <Input.Wrapper label={t('prompts.title')} description={t('prompts.help')} labelElement="div">
      <div className={classes['buckets']} role="group" aria-label={t('prompts.title')}>
        {profiles.map((profile) => (
          <Switch
            key={profile.id}
            label={bucketWords(profile)}
            description={profile.publicBase === null ? null : t('prompts.public')}
            checked={keepsPrompts(settings, profile)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              changeSettings((now) => ({ promptsInFiles: { ...now.promptsInFiles, [profile.id]: checked } }));
            }}
          />
        ))}
      </div>
    </Input.Wrapper>
  );
}
