import { Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AnswerList } from './AnswerList';
import { closeHelp, useHelpRequest } from './requests';
import { LAYERS } from '../ui/layers';
import { RequestDialog } from '../ui/RequestDialog';
import { ShortcutSheet } from './ShortcutSheet';

/** The help that stands before everything else, also before the wizard. */
export function HelpDialogs() {
  const { t } = useTranslation(['help', 'common']);
  const request = useHelpRequest();
  return (
    <>
      <Modal
        opened={request?.kind === 'shortcuts'}
        onClose={closeHelp}
        zIndex={LAYERS.dialog}
        title={<Text fw={620}>{t('shortcuts.title')}</Text>}
        size={860}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
      >
        <ShortcutSheet />
      </Modal>
      <RequestDialog
        request={request?.kind === 'answers' ? request : null}
        title={() => t('answers.title')}
        size={620}
        centered={false}
        close={closeHelp}
      >
        {({ answer }) => <AnswerList answer={answer} />}
      </RequestDialog>
    </>
  );
}
