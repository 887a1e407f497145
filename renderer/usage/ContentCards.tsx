import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFields } from '../mirror';
import { openFolder, openSmartView } from '../navigation';
import { formatCount } from '../ui/format';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { Card } from './Card';
import content from './Content.module.css';
import classes from './Usage.module.css';

const KINDS = ['images', 'videos', 'audio', 'other'] as const;

/** The objects by their kind; each leads to its view. */
export function ContentCard() {
  const { t } = useTranslation('usage');
  const { viewCounts, objectCount } = useFields('library', 'viewCounts', 'objectCount');
  const { images, videos, audio, generated } = viewCounts;
  const counts = { images, videos, audio, other: Math.max(0, objectCount - images - videos - audio) };
  if (objectCount === 0)
    return (
      <Card title={t('kinds.title')}>
        <p className={classes['text']}>{t('kinds.empty')}</p>
      </Card>
    );
  const note = t('kinds.generated', { count: generated, formatted: formatCount(generated) });
  return (
    <Card title={t('kinds.title')} {...(generated > 0 ? { note } : {})}>
      <div className={content['bar']} aria-hidden>
        {KINDS.filter((kind) => counts[kind] > 0).map((kind) => (
          <span key={kind} className={content['slice']} data-kind={kind} style={{ flexGrow: counts[kind] }} />
        ))}
      </div>
      <ul className={content['rows']}>
        {KINDS.map((kind) => (
          <li key={kind}>
            <Row
              name={t(`kinds.${kind}`)}
              kind={kind}
              count={counts[kind]}
              onOpen={() => openSmartView(kind === 'other' ? 'all' : kind)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const MAX_FOLDERS = 5;

/** The folders at the top that hold most. */
export function FoldersCard() {
  const { t } = useTranslation('usage');
  const { folders } = useFields('library', 'folders');
  const largest = [...folders].sort((a, b) => b.count - a.count).slice(0, MAX_FOLDERS);
  const most = largest[0]?.count ?? 1;
  if (largest.length === 0)
    return (
      <Card title={t('folders.title')}>
        <p className={classes['text']}>{t('folders.none')}</p>
      </Card>
    );
  return (
    <Card title={t('folders.title')} note={t('folders.note')}>
      <ul className={content['rows']}>
        {largest.map(({ prefix, name, count }) => (
          <li key={prefix}>
            <Row name={name} share={count / most} count={count} onOpen={() => openFolder(prefix)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface RowProps {
  readonly name: string;
  readonly count: number;
  readonly kind?: (typeof KINDS)[number];
  /** 0 to 1, drawn behind the row. */
  readonly share?: number;
  readonly onOpen: () => void;
}

function Row({ name, count, kind, share, onOpen }: RowProps) {
  const { t } = useTranslation('usage');
  return (
    <UnstyledButton className={content['row'] ?? ''} onClick={onOpen} title={t('kinds.open', { name })}>
      {share !== undefined && <span className={content['rowShare']} style={{ width: `${share * 100}%` }} />}
      {kind !== undefined && <span className={content['dot']} data-kind={kind} />}
      <span className={content['rowName']}>
        <MiddleTruncate text={name} />
      </span>
      <span className={content['rowCount']}>{formatCount(count)}</span>
    </UnstyledButton>
  );
}
