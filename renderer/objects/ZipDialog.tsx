import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { keyProblem, nameOfKey, normalizeKey, type KeyProblem } from '../../shared/keys';
import type { ConnectionProfile } from '../../shared/connection';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { formatBytes, formatCount } from '../ui/format';
import { RequestDialog } from '../ui/RequestDialog';
import { shownName } from '../ui/shown-name';
import { useAnswer } from '../ui/use-answer';
import { measure, placeOfRow, zipInBucket } from './object-actions';
import { PriceLine, WORK, zipWrites } from './PriceLine';
import type { ObjectRequest, Subject } from './requests';

type ZipRequest = Extract<ObjectRequest, { kind: 'zip' }>;

interface ZipDialogProps {
  readonly request: ZipRequest | null;
  readonly close: () => void;
}

/** Asks for the name of a ZIP file that is made of objects in their bucket. */
export function ZipDialog({ request, close }: ZipDialogProps) {
  const { t } = useTranslation(['objects', 'common']);
  return (
    <RequestDialog request={request} title={() => t('zip.title')} size="md" close={close}>
      {({ subject }) => <ZipForm subject={subject} close={close} />}
    </RequestDialog>
  );
}

function ZipForm({ subject, close }: { readonly subject: Subject; readonly close: () => void }) {
  const { t } = useTranslation(['objects', 'common']);
  const bucket = useBucket(subject.connectionId);
  const [name, setName] = useState(() => `${stemFor(subject, bucket)}.zip`);
  const [busy, setBusy] = useState(false);
  const folder = subject.only === null ? subject.prefix : placeOfRow(subject.only);
  const key = normalizeKey(`${folder}${name}`);
  const problem = problemOf(name, key);
  const run = async (): Promise<void> => {
    setBusy(true);
    const fine = await zipInBucket(subject.parts, key);
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
        onFocus={(event) => event.currentTarget.setSelectionRange(0, stemLength(name))}
        label={t('zip.name')}
        description={t('zip.place', { place: shownName(`${bucket}/${folder}`) })}
        value={name}
        error={problem === null ? undefined : t(`rename.problem.${problem}`)}
        onChange={(event) => setName(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <Hint subject={subject} taken={problem === null ? key : null} />
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={close}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" disabled={problem !== null} loading={busy}>
          {t('zip.do')}
        </Button>
      </Group>
    </form>
  );
}

/** How much goes into it, and by which way; or that its name is taken. */
function Hint({ subject, taken }: { readonly subject: Subject; readonly taken: string | null }) {
  const { t } = useTranslation('objects');
  const { connectionId, parts } = subject;
  const size = useAnswer(JSON.stringify(parts), () => measure(parts));
  const exists = useAnswer(taken, () => ask('library.exists', { connectionId, key: taken ?? '' }));
  const isTaken = exists.kind === 'ready' && exists.value;
  const { count, totalBytes } = size.kind === 'ready' ? size.value : { count: 0, totalBytes: 0 };
  const what = t('zip.what', { count, formatted: formatCount(count), size: formatBytes(totalBytes) });
  return (
    <>
      <Text size="sm" mt={12} mih={22} c={isTaken ? 'var(--flow-warn)' : 'dimmed'} role="status">
        {isTaken ? t('rename.taken') : size.kind === 'ready' ? what : ''}
      </Text>
      <Text size="sm" mt={4} c="dimmed">
        {t('zip.how')}
      </Text>
      <PriceLine connectionId={connectionId} count={count} work={WORK.zip} moreWrites={zipWrites(totalBytes)} />
    </>
  );
}

function useBucket(connectionId: string): string {
  const { profiles } = useSlice('connections');
  return profiles.find(({ id }: ConnectionProfile) => id === connectionId)?.bucket ?? '';
}

/** As the one file or folder that goes into it, else as the folder on show. */
function stemFor({ only, prefix }: Subject, bucket: string): string {
  if (only?.kind === 'folder') return only.name;
  if (only !== null) return only.name.slice(0, stemLength(only.name));
  return prefix === '' ? bucket : nameOfKey(prefix);
}

/** The part of the name that one means to change: all but its extension. */
function stemLength(name: string): number {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? dot : name.length;
}

function problemOf(name: string, key: string): KeyProblem | 'slash' | null {
  if (name.trim() === '') return 'empty';
  return name.includes('/') ? 'slash' : keyProblem(key);
}
