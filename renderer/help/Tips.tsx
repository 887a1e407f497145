import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { keyNames, keysOf, type ShortcutId } from '../../shared/shortcuts';
import { ask } from '../bridge';
import { appFacts, useSlice } from '../mirror';
import { formatCount } from '../ui/format';
import classes from './Tips.module.css';

const TIPS = ['drop', 'link', 'palette'] as const;

function keysInWords(id: ShortcutId, which = 0): string {
  const mac = appFacts().platform === 'darwin';
  return keyNames(keysOf(id, mac)[which] ?? '', mac).join(mac ? '' : ' ');
}

/** The three tips of a first run: they stand in no way, and do not come back once they were put away. */
export function Tips() {
  const { tips } = useSlice('settings');
  return tips === 'due' ? <Card /> : null;
}

function Card() {
  const { t } = useTranslation('help');
  const [at, setAt] = useState(0);
  const tip = TIPS[at] ?? 'drop';
  const isLast = at === TIPS.length - 1;
  const putAway = (): void => drop(ask('settings.update', { tips: 'seen' }));
  return (
    <section className={classes['card']} aria-label={t('tips.label')}>
      <div className={classes['head']}>
        <span className={classes['count']}>
          {t('tips.count', { number: formatCount(at + 1), total: formatCount(TIPS.length) })}
        </span>
        <CloseButton size="sm" aria-label={t('tips.dismiss')} onClick={putAway} />
      </div>
      <div aria-live="polite">
        <strong className={classes['title']}>{t(`tips.${tip}.title`)}</strong>
        <p className={classes['text']}>
          {t(`tips.${tip}.text`, {
            keys: keysInWords(tip === 'link' ? 'library.copy' : 'app.open-palette'),
            help: keysInWords('app.open-shortcuts', 1),
          })}
        </p>
      </div>
      <Button size="compact-sm" variant="light" onClick={isLast ? putAway : () => setAt(at + 1)}>
        {t(isLast ? 'tips.done' : 'tips.next')}
      </Button>
    </section>
  );
}
