import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import { EDIT_COMMANDS, type EditCommand, type MenuCommand } from '../../shared/state';
import { askHelp } from '../help/requests';
import { focusSearch, navigate, openSetup } from '../navigation';
import { isAsking } from '../ui/asking';
import { copyDiagnostics } from '../ui/diagnostics';
import { edit } from '../ui/edit-menu';
import { palette } from '../ui/palette';
import { pickAndUpload } from '../ui/upload';
import { isSettingUp } from './setting-up';

function isEdit(command: MenuCommand): command is EditCommand {
  return EDIT_COMMANDS.some((one) => one === command);
}

/** Does what a key or the application menu asks. */
export function obey(command: MenuCommand): void {
  if (command === 'copy-diagnostics') return drop(copyDiagnostics());
  if (isEdit(command)) return edit(command);
  if (isAsking()) return;
  if (command === 'open-shortcuts') return askHelp({ kind: 'shortcuts' });
  if (command === 'open-help') return askHelp({ kind: 'answers', answer: null });
  if (!isSettingUp()) obeyInApp(command);
}

type InApp = Exclude<MenuCommand, EditCommand | 'open-shortcuts' | 'open-help' | 'copy-diagnostics'>;

function obeyInApp(command: InApp): void {
  switch (command) {
    case 'open-palette':
      return palette.toggle();
    case 'open-library':
      return navigate('library');
    case 'open-generate':
      return navigate('generate');
    case 'open-transfers':
      return navigate('transfers');
    case 'open-usage':
      return navigate('usage');
    case 'open-settings':
      return navigate('settings');
    case 'find':
      return focusSearch();
    case 'upload-files':
      return drop(pickAndUpload('files'));
    case 'upload-folder':
      return drop(pickAndUpload('folder'));
    case 'new-connection':
      return openSetup();
    default:
      assertNever(command);
  }
}
