import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { keyProblem, normalizeKey, type KeyProblem } from '../../shared/keys';
import type { LibraryRow } from '../../shared/library';
import { ask } from '../bridge';
import { formatCount } from '../ui/format';
import { RequestDialog } from '../ui/RequestDialog';
import { useAnswer } from '../ui/use-answer';
import { placeOfRow, rename } from './object-actions';
import { PriceLine, WORK } from './PriceLine';
import type { ObjectRequest } from './requests';

type RenameRequest = Extract<ObjectRequest, { kind: 'rename' }>;

interface RenameDialogProps {
  readonly request: RenameRequest | null;
  readonly close: () => void;
}

/** Asks for another name for a file, or for a folder with all in it. */
export function RenameDialog({ request, close }: RenameDialogProps) {
  const { t } = useTranslation(['objects', 'common']);
  return (
    <RequestDialog
      request={request}
      title={({ row }) => t(row.kind === 'folder' ? 'rename.titleFolder' : 'rename.titleFile')}
      size="md"
      close={close}
    >
      {(asked) => <NameForm request={asked} close={close} />}
    </RequestDialog>
  );
}

function NameForm({ request, close }: { readonly request: RenameRequest; readonly close: () => void }) {
  const { t } = useTranslation(['objects', 'common']);
  const { connectionId, row } = request;
  const [name, setName] = useState(row.name);
  const [busy, setBusy] = useState(false);
  const key = normalizeKey(`${placeOfRow(row)}${name}`);
  const isSame = name === row.name;
  const problem = isSame ? null : problemOf(name, key);
  const fullKey = row.kind === 'folder' ? `${key}/` : key;
  const asked = isSame || problem !== null ? null : fullKey;
  const taken = useAnswer(asked, () => ask('library.exists', { connectionId, key: fullKey }));
  const isTaken = taken.kind === 'ready' && taken.value;

  const run = async (): Promise<void> => {
    setBusy(true);
    const fine = isSame || (await rename(connectionId, row, name));
    setBusy(false);
    if (fine) close();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null && !busy) drop(run());
      }}
    >
      <TextInput
        data-autofocus
        onFocus={(event) => event.currentTarget.setSelectionRange(0, stemLength(row))}
        label={t('rename.name')}
        value={name}
        error={problem === null ? undefined : t(`rename.problem.${problem}`)}
        onChange={(event) => setName(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <Text size="sm" mt={8} mih={22} c={isTaken ? 'var(--flow-warn)' : 'dimmed'} role="status">
        {isTaken ? t(row.kind === 'folder' ? 'rename.takenFolder' : 'rename.taken') : hintOf(row, t)}
      </Text>
      {row.kind === 'folder' && <PriceLine connectionId={connectionId} count={row.count} work={WORK.move} />}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={close}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" disabled={problem !== null} loading={busy}>
          {t('rename.do')}
        </Button>
      </Group>
    </form>
  );
}

/** The part of the name that one means to change: all but its extension. */
function stemLength({ kind, name }: LibraryRow): number {
  const dot = kind === 'folder' ? -1 : name.lastIndexOf('.');
  return dot > 0 ? dot : name.length;
}

function hintOf(row: LibraryRow, t: ReturnType<typeof useTranslation<['objects', 'common']>>['t']): string {
  if (row.kind === 'folder') return t('rename.hintFolder', { count: row.count, formatted: formatCount(row.count) });
  return t('rename.hintFile');
}

function problemOf(name: string, key: string): KeyProblem | 'slash' | null {
  if (name.trim() === '') return 'empty';
  return name.includes('/') ? 'slash' : keyProblem(key);
}
