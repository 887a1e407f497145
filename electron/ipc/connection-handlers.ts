import { exportFileName } from '../core/connections/export-config';
import { readEnvironment, readPaste } from '../core/connections/paste/paste';
import { writePrivateFile } from '../core/connections/private-file';
import { RunningCheck } from '../core/connections/running-check';
import type { House } from './house';
import type { HandlersOf } from './router';

type ConnectionHandlers = HandlersOf<'connections'>;

/** Connections: checked, kept, brought in from elsewhere and handed on. */
export function connectionHandlers(house: House): ConnectionHandlers {
  return { ...checking(house), ...keeping(house), ...importing(house), ...exporting(house) };
}

/** One check at a time is shown, of whatever: a new one ends the one before. */
function checking({ connections, publisher, replaceKeys }: House) {
  const checks = new RunningCheck((check) => publisher.publish('check', check));
  return {
    'connections.check': async (wanted) => {
      await checks.run(wanted.checkId, (show, signal) => connections.check(wanted, show, signal));
      return null;
    },
    'connections.stopCheck': async ({ checkId }) => {
      checks.stop(checkId);
      return null;
    },
    'connections.replaceKeys': async (keys) =>
      (await checks.run(keys.checkId, (show, signal) => replaceKeys(keys, show, signal))) ?? false,
  } satisfies Partial<ConnectionHandlers>;
}

function keeping({ connections, library, openSandbox, saveConnection, removeConnection }: House) {
  return {
    'connections.save': ({ draft, replaces }) => saveConnection({ draft, replaces }),
    'connections.setDomains': ({ connectionId, domains }) => {
      const before = connections.profileOf(connectionId).publicDomains;
      const profile = connections.setDomains(connectionId, domains);
      const isKept = (base: string): boolean => profile.publicDomains.some((one) => one.base === base);
      // Links may have been seen to open on one that is gone.
      if (!before.every(({ base }) => isKept(base))) library.forgetLinks(connectionId);
      return profile;
    },
    'connections.select': ({ connectionId }) => {
      connections.select(connectionId);
      return null;
    },
    'connections.remove': async ({ connectionId }) => {
      await removeConnection(connectionId);
      return null;
    },
    'connections.putOffReminder': ({ connectionId }) => {
      connections.putOffReminder(connectionId);
      return null;
    },
    'connections.acceptReach': ({ connectionId }) => {
      connections.acceptReach(connectionId);
      return null;
    },
    'connections.openSandbox': openSandbox,
  } satisfies Partial<ConnectionHandlers>;
}

function importing({ connections, dialogs, desktop, environment }: House) {
  return {
    'connections.readImport': ({ text }) => connections.holdImport(readPaste(text)),
    'connections.readImportEnvironment': () => connections.holdImport(readEnvironment(environment)),
    'connections.readImportFile': async () => {
      const path = await dialogs.pickEnvFile();
      return path === null ? null : connections.holdImport(readPaste(await desktop.readTextFile(path)));
    },
  } satisfies Partial<ConnectionHandlers>;
}

function exporting({ connections, dialogs, secretClipboard }: House) {
  return {
    'connections.exportToFile': async ({ connectionId, format }) => {
      const path = await dialogs.saveConfiguration(exportFileName(format));
      if (path === null) return false;
      await writePrivateFile(path, await connections.exportText(connectionId, format));
      return true;
    },
    'connections.exportToClipboard': async ({ connectionId, format }) => {
      await secretClipboard.copy(await connections.exportText(connectionId, format));
      return null;
    },
  } satisfies Partial<ConnectionHandlers>;
}
