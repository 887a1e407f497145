import { SegmentedControl, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classTotals, type BucketDay, type ClassTotals } from '../../shared/usage';
import { formatCount, formatCountShort } from '../ui/format';
import classes from './Activity.module.css';
import { Card } from './Card';
import { roundTop } from './chart-scale';
import { dayWords, shortDayWords } from './price-words';

const CLASSES = ['A', 'B', 'free'] as const;

interface ActivityCardProps {
  /** The days to show, whether anything was counted on them or not. */
  readonly days: readonly string[];
  readonly counted: readonly BucketDay[];
  readonly title: string;
}

interface DayColumn {
  readonly day: string;
  readonly totals: ClassTotals;
  readonly sum: number;
}

/** Operations day by day: as bars, or as a table. */
export function ActivityCard({ days, counted, title }: ActivityCardProps) {
  const { t } = useTranslation('usage');
  const [look, setLook] = useState('chart');
  const columns = days.map((day) => {
    const totals = classTotals(counted.filter((one) => one.day === day));
    return { day, totals, sum: totals.A + totals.B + totals.free };
  });
  const looks = [
    { value: 'chart', label: t('activity.chart') },
    { value: 'table', label: t('activity.table') },
  ];
  const control = (
    <SegmentedControl size="xs" aria-label={t('activity.look')} data={looks} value={look} onChange={setLook} />
  );
  return (
    <Card wide title={title} note={control}>
      {look === 'chart' ? <Chart columns={columns} title={title} /> : <DayTable columns={columns} title={title} />}
    </Card>
  );
}

interface ColumnsProps {
  readonly columns: readonly DayColumn[];
  readonly title: string;
}

function Chart({ columns, title }: ColumnsProps) {
  const [active, setActive] = useState<number | null>(null);
  const top = roundTop(Math.max(...columns.map(({ sum }) => sum)));
  const shown = active === null ? null : (columns[active] ?? null);
  const totals = useTotalsWords()(columns);
  return (
    <>
      <Legend column={shown} all={columns} />
      <div
        className={classes['chart']}
        role="img"
        aria-label={`${title}. ${totals}`}
        onMouseLeave={() => setActive(null)}
      >
        {[1, 0.5, 0].map((height) => (
          <div key={height} className={classes['line']} style={{ bottom: `${height * 100}%` }} aria-hidden>
            <span>{formatCountShort(top * height)}</span>
          </div>
        ))}
        {columns.map((column, index) => (
          <div
            key={column.day}
            className={classes['column']}
            data-active={index === active || undefined}
            onMouseEnter={() => setActive(index)}
            aria-hidden
          >
            <div className={classes['stack']} style={{ height: `${(column.sum / top) * 100}%` }}>
              {CLASSES.map((name) => (
                <span key={name} data-class={name} style={{ flexGrow: column.totals[name] }} />
              ))}
            </div>
          </div>
        ))}
        {columns.every(({ sum }) => sum === 0) && <Nothing />}
      </div>
      <div className={classes['axis']} aria-hidden>
        {columns.map(({ day }, index) => (
          <span key={day}>{(columns.length - 1 - index) % 7 === 0 && <span>{shortDayWords(day)}</span>}</span>
        ))}
      </div>
    </>
  );
}

function useTotalsWords(): (columns: readonly DayColumn[]) => string {
  const { t } = useTranslation('usage');
  return (columns) => CLASSES.map((name) => `${t(`class.${name}`)}: ${formatCount(sumOf(columns, name))}`).join(', ');
}

function sumOf(columns: readonly DayColumn[], name: keyof ClassTotals): number {
  return columns.reduce((sum, { totals }) => sum + totals[name], 0);
}

/** The colours, with the numbers of the day that is pointed at, or of all days. */
function Legend({ column, all }: { readonly column: DayColumn | null; readonly all: readonly DayColumn[] }) {
  const { t } = useTranslation('usage');
  return (
    <div className={classes['legend']} aria-hidden>
      <span className={classes['legendDay']}>{column === null ? t('activity.allDays') : dayWords(column.day)}</span>
      {CLASSES.map((name) => (
        <span key={name} className={classes['legendClass']}>
          <span className={classes['dot']} data-class={name} />
          {t(`class.${name}`)}
          <strong>{formatCount(column === null ? sumOf(all, name) : column.totals[name])}</strong>
        </span>
      ))}
    </div>
  );
}

function Nothing() {
  const { t } = useTranslation('usage');
  return (
    <p className={classes['nothing']}>
      <span>{t('activity.nothing')}</span>
    </p>
  );
}

function DayTable({ columns, title }: ColumnsProps) {
  const { t } = useTranslation('usage');
  const rows = columns.toReversed().filter(({ sum }) => sum > 0);
  if (rows.length === 0) return <p className={classes['none']}>{t('activity.nothing')}</p>;
  return (
    <div className={classes['tableFrame']}>
      <Table aria-label={title} stickyHeader className={classes['table'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('activity.day')}</Table.Th>
            {CLASSES.map((name) => (
              <Table.Th key={name}>{t(`class.${name}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ day, totals }) => (
            <Table.Tr key={day}>
              <Table.Th scope="row">{dayWords(day)}</Table.Th>
              {CLASSES.map((name) => (
                <Table.Td key={name}>{formatCount(totals[name])}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
