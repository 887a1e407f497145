import { Input, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { R2_PRICES } from '../../shared/prices';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { useBucketWords } from '../ui/connection-words';
import { confirm } from '../ui/confirm';
import { formatCount, formatDollars } from '../ui/format';
import { notify } from '../ui/notify';
import classes from './Cache.module.css';
import { changeSettings } from './change-settings';

/** Which buckets hold their thumbnails too, for a person's other computers. */
export function SharedThumbnails() {
  const { t } = useTranslation('settings');
  const { profiles } = useSlice('connections');
  const bucketWords = useBucketWords();
  const { sharedThumbnails } = useSlice('settings');
  const removeOld = useRemoveOld();
  const change = ({ id, bucket }: ConnectionProfile, isShared: boolean): void => {
    changeSettings((now) => {
      const others = now.sharedThumbnails.filter((one) => one !== id);
      return { sharedThumbnails: isShared ? [...others, id] : others };
    });
    if (!isShared) drop(removeOld(id, bucket));
  };
  if (profiles.length === 0) return null;
  const { classAPerMillion, classBPerMillion } = R2_PRICES.standard;
  const prices = { write: formatDollars(classAPerMillion), read: formatDollars(classBPerMillion) };
  return (
    <Input.Wrapper label={t('cache.shared')} description={t('cache.sharedHelp', prices)} labelElement="div">
      <div className={classes['buckets']} role="group" aria-label={t('cache.shared')}>
        {profiles.map((profile) => (
          <Switch
            key={profile.id}
            label={bucketWords(profile)}
            checked={sharedThumbnails.includes(profile.id)}
            onChange={(event) => change(profile, event.currentTarget.checked)}
          />
        ))}
      </div>
    </Input.Wrapper>
  );
}

function useRemoveOld(): (connectionId: string, bucket: string) => Promise<void> {
  const { t } = useTranslation('settings');
  return async (connectionId, bucket) => {
    const sure = await confirm({
      title: t('cache.removeTitle', { bucket }),
      text: t('cache.removeText'),
      confirm: t('cache.removeConfirm'),
      cancel: t('cache.removeCancel'),
    });
    if (!sure) return;
    const removed = await ask('library.removeSharedThumbnails', { connectionId });
    if (!removed.ok) return notify.failure(removed.failure);
    const count = removed.value;
    notify.good({ title: t('cache.removed', { count, formatted: formatCount(count), bucket }) });
  };
}
