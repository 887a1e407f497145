import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SortField } from '../../shared/library';
import { useLibraryFrame } from './library-model';
import { sortBy } from './place';
import classes from './List.module.css';

const COLUMNS = [
  { name: 'name', sort: 'name' },
  { name: 'kind', sort: 'kind' },
  { name: 'size', sort: 'size' },
  { name: 'modified', sort: 'date' },
  { name: 'dimensions', sort: null },
] as const satisfies readonly { name: string; sort: SortField | null }[];

export const LIST_COLUMNS = COLUMNS.length;

/** The headers of the list; each that can, sorts. */
export function ListHeader() {
  const { t } = useTranslation('library');
  const { sort: order } = useLibraryFrame().place;
  return (
    <div role="row" aria-rowindex={1} className={classes['header']}>
      {COLUMNS.map(({ name, sort }, index) => {
        const sorted = sort !== null && order.field === sort;
        const up = order.direction === 'asc';
        const ariaSort = !sorted ? 'none' : up ? 'ascending' : 'descending';
        const Arrow = up ? IconArrowUp : IconArrowDown;
        return (
          <div
            key={name}
            role="columnheader"
            aria-colindex={index + 1}
            className={classes['head']}
            data-column={index + 1}
            {...(sort === null ? {} : { 'aria-sort': ariaSort })}
          >
            {sort === null ? (
              t(`columns.${name}`)
            ) : (
              <UnstyledButton className={classes['sort'] ?? ''} onClick={() => sortBy(sort)}>
                {t(`columns.${name}`)}
                {sorted && <Arrow size={13} aria-hidden />}
              </UnstyledButton>
            )}
          </div>
        );
      })}
    </div>
  );
}
