import { Button, Modal, SegmentedControl } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConnectionProfile, EXPORT_FORMATS, type ExportFormat } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { appFacts } from '../mirror';
import { notify } from '../ui/notify';
import classes from './ExportDialog.module.css';

interface ExportDialogProps {
  readonly profile: ConnectionProfile;
  readonly onClose: () => void;
}

/** Hands a connection's keys to another program, and says what that means. The keys go from main to the file or the clipboard. */
export function ExportDialog({ profile, onClose }: ExportDialogProps) {
  const { t } = useTranslation(['settings', 'common']);
  const [format, setFormat] = useState<ExportFormat>('env');
  const what = { connectionId: profile.id, format };
  const save = async (): Promise<void> => {
    const result = await ask('connections.exportToFile', what);
    if (!result.ok) notify.failure(result.failure);
    else if (result.value) {
      notify.good({ title: t('export.saved'), text: t('export.reminder') });
      onClose();
    }
  };
  const copy = async (): Promise<void> => {
    const result = await ask('connections.exportToClipboard', what);
    if (!result.ok) return notify.failure(result.failure);
    notify.good({ title: t('export.copied'), text: t('export.copiedText') });
    onClose();
  };
  const data = EXPORT_FORMATS.map((value) => ({ value, label: t(`export.formats.${value}`) }));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('export.title', { bucket: profile.bucket })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      size={540}
      centered
    >
      <div className={classes['body']}>
        <SegmentedControl
          fullWidth
          aria-label={t('export.format')}
          data={data}
          value={format}
          onChange={(value) => setFormat(EXPORT_FORMATS.find((one) => one === value) ?? 'env')}
        />
        <p className={classes['help']}>{t(`export.help.${format}`)}</p>
        <div className={classes['risk']}>
          <IconAlertTriangle size={20} stroke={1.7} aria-hidden />
          <div>
            <strong>{t('export.riskTitle')}</strong>
            <div>{t(appFacts().platform === 'win32' ? 'export.riskOnWindows' : 'export.risk')}</div>
            <div className={classes['ignore']}>{t('export.ignore')}</div>
          </div>
        </div>
        <div className={classes['foot']}>
          <Button variant="default" onClick={() => drop(copy())}>
            {t('export.copy')}
          </Button>
          <Button onClick={() => drop(save())}>{t('export.save')}</Button>
        </div>
      </div>
    </Modal>
  );
}
