import { DeleteDialog } from './DeleteDialog';
import { EditDialog } from './EditDialog';
import { RenameDialog } from './RenameDialog';
import { RenameManyDialog } from './RenameManyDialog';
import { closeRequest, useObjectRequest } from './requests';
import { TargetDialog } from './TargetDialog';
import { ZipDialog } from './ZipDialog';

/** The questions about objects, wherever they were asked from. */
export function ObjectDialogs() {
  const request = useObjectRequest();
  // Of this one alone: what it has begun may be done when another stands there.
  const close = (): void => closeRequest(request);
  return (
    <>
      <RenameDialog request={request?.kind === 'rename' ? request : null} close={close} />
      <RenameManyDialog request={request?.kind === 'rename-many' ? request : null} close={close} />
      <EditDialog request={request?.kind === 'edit' ? request : null} close={close} />
      <TargetDialog request={request?.kind === 'send' ? request : null} close={close} />
      <ZipDialog request={request?.kind === 'zip' ? request : null} close={close} />
      <DeleteDialog request={request?.kind === 'delete' ? request : null} close={close} />
    </>
  );
}
