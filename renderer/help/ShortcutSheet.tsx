import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf, SHORTCUT_GROUPS, SHORTCUT_IDS, type ShortcutGroup, type ShortcutId } from '../../shared/shortcuts';
import { appFacts } from '../mirror';
import { Keys } from '../ui/Kbd';
import classes from './ShortcutSheet.module.css';

/** Every shortcut with its keys on this system. */
export function ShortcutSheet() {
  return (
    <div className={classes['sheet']}>
      {SHORTCUT_GROUPS.map((group) => (
        <Group key={group} group={group} />
      ))}
    </div>
  );
}

function Group({ group }: { readonly group: ShortcutGroup }) {
  const { t } = useTranslation('help');
  const id = useId();
  return (
    <section className={classes['group']} aria-labelledby={id}>
      <h3 className={classes['title']} id={id}>
        {t(`shortcuts.group.${group}`)}
      </h3>
      <dl className={classes['list']}>
        {SHORTCUT_IDS.filter((one) => one.startsWith(`${group}.`)).map((one) => (
          <Row key={one} id={one} />
        ))}
      </dl>
    </section>
  );
}

function Row({ id }: { readonly id: ShortcutId }) {
  const { t } = useTranslation('help');
  return (
    <div className={classes['row']}>
      <dt>{t(`shortcuts.${id}`)}</dt>
      <dd>
        {keysOf(id, appFacts().platform === 'darwin').map((combination, index) => (
          <span key={combination}>
            {index > 0 && <span className={classes['or']}>{t('shortcuts.or')}</span>}
            <Keys combination={combination} />
          </span>
        ))}
      </dd>
    </div>
  );
}
