import { UnstyledButton } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { editConnection } from '../navigation';
import { useMay } from '../ui/rights';
import classes from './RightsLine.module.css';

/** Says once, quietly, why there is nothing to upload, rename or delete with. */
export function RightsLine() {
  const { t } = useTranslation();
  const { activeId } = useSlice('connections');
  const may = useMay();
  if (activeId === null || (may.write && may.delete)) return null;
  return (
    <div className={classes['line']} role="note">
      <IconLock size={14} aria-hidden />
      <span>{t(may.write ? 'rights.noDelete' : 'rights.readOnly')}</span>
      <UnstyledButton className={classes['check'] ?? ''} onClick={() => editConnection(activeId, 'check')}>
        {t('rights.check')}
      </UnstyledButton>
    </div>
  );
}
