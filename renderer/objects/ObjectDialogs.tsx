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
  return (
    <>
      <RenameDialog request={request?.kind === 'rename' ? request : null} close={closeRequest} />
      <RenameManyDialog request={request?.kind === 'rename-many' ? request : null} close={closeRequest} />
      <EditDialog request={request?.kind === 'edit' ? request : null} close={closeRequest} />
      <TargetDialog request={request?.kind === 'send' ? request : null} close={closeRequest} />
      <ZipDialog request={request?.kind === 'zip' ? request : null} close={closeRequest} />
      <DeleteDialog request={request?.kind === 'delete' ? request : null} close={closeRequest} />
    </>
  );
}
