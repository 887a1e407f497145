import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportWarning } from '../../shared/connection';
import classes from './ImportWarnings.module.css';

/** What is odd about a text that was pasted or read. Who shows them has them read out. */
export function ImportWarnings({ warnings }: { readonly warnings: readonly ImportWarning[] }) {
  const { t } = useTranslation('setup');
  return warnings.map((warning) => (
    <div key={warning} className={classes['warning']} data-warning={warning}>
      <IconAlertTriangle size={17} aria-hidden />
      <span>{t(`warning.${warning}`)}</span>
    </div>
  ));
}
