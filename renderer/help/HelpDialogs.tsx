import { Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AnswerList } from './AnswerList';
import { closeHelp, useHelpRequest } from './requests';
import { LAYERS } from '../ui/layers';
import { ShortcutSheet } from './ShortcutSheet';

/** The help that stands before everything else, also before the wizard. */
export function HelpDialogs() {
  const { t } = useTranslation(['help', 'common']);
  const request = useHelpRequest();
  const shared = {
    onClose: closeHelp,
    zIndex: LAYERS.dialog,
    closeButtonProps: { 'aria-label': t('common:action.close') },
  };
  return (
    <>
      <Modal
        {...shared}
        opened={request?.kind === 'shortcuts'}
        title={<Text fw={620}>{t('shortcuts.title')}</Text>}
        size={860}
      >
        <ShortcutSheet />
      </Modal>
      <Modal
        {...shared}
        opened={request?.kind === 'answers'}
        title={<Text fw={620}>{t('answers.title')}</Text>}
        size={620}
        centered={false}
      >
        {request?.kind === 'answers' && <AnswerList key={request.answer} answer={request.answer} />}
      </Modal>
    </>
  );
}
