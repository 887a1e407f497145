import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowBarToDown, IconArrowBarToUp, IconArrowDown, IconArrowUp, IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { QUEUE_MOVES, type TransferItem } from '../../shared/transfer';
import { Kbd } from '../ui/Kbd';
import { order } from './order';

const ICONS = { first: IconArrowBarToUp, up: IconArrowUp, down: IconArrowDown, last: IconArrowBarToDown } as const;

/** Where a transfer that waits stands in the queue. */
export function PlaceMenu({ item }: { readonly item: TransferItem }) {
  const { t } = useTranslation('transfers');
  return (
    <Menu position="bottom-end" width={230} withinPortal>
      <Menu.Target>
        <ActionIcon size="lg" aria-label={t('place.label', { name: item.name })}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {QUEUE_MOVES.map((to) => {
          const Icon = ICONS[to];
          return (
            <Menu.Item
              key={to}
              leftSection={<Icon size={16} />}
              rightSection={<Kbd shortcut={`transfers.${to}`} />}
              onClick={() => order('transfers.reorder', { which: [item.id], to })}
            >
              {t(`place.${to}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
