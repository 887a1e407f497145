import { IconLink, IconWorld } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { generatedPrefix, namesTellPrompt } from '../../shared/generated-names';
import type { ConnectionProfile } from '../../shared/connection';
import { keepsPrompts, type Settings } from '../../shared/settings';
import { useSlice } from '../mirror';
import { formatDuration } from '../ui/format';
import classes from './Fields.module.css';

/** Where results go, and what link they get there. */
export function TargetLine() {
  const { t } = useTranslation(['generate', 'common']);
  const { profiles, activeId } = useSlice('connections');
  const settings = useSlice('settings');
  const profile = profiles.find(({ id }) => id === activeId);
  if (profile === undefined) return <div className={classes['target']}>{t('noConnection')}</div>;
  if (profile.rights.write === false) return <div className={classes['target']}>{t('common:rights.readOnly')}</div>;
  const isPublic = profile.publicBase !== null;
  const Icon = isPublic ? IconWorld : IconLink;
  return (
    <div className={classes['target']}>
      <Icon size={17} stroke={1.7} aria-hidden />
      <span>
        <Trans
          t={t}
          i18nKey={isPublic ? 'targetPublic' : 'targetSigned'}
          values={{ duration: formatDuration(settings.presignSeconds) }}
          components={{
            place: <Place text={`${profile.bucket}/${generatedPrefix(settings.generatedNames, Date.now())}`} />,
          }}
        />{' '}
        {t(promptWords(settings, profile))}
      </span>
    </div>
  );
}

/** What of the prompt goes into the bucket. Names are made of it whether or not files carry it. */
function promptWords(settings: Settings, profile: ConnectionProfile) {
  if (keepsPrompts(settings, profile)) return 'promptGoesAlong';
  return namesTellPrompt(settings.generatedNames) ? 'promptInNames' : 'promptStaysOut';
}

function Place({ text }: { readonly text: string }) {
  return (
    <span className={classes['place']} data-selectable>
      {text}
    </span>
  );
}
