import { Button, Group, Loader, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { keyProblem, normalizeKey } from '../../shared/keys';
import type { CopyTarget, SelectionSize } from '../../shared/library';
import { useSlice } from '../mirror';
import { useAddressWords } from '../ui/connection-words';
import { formatBytes, formatCount } from '../ui/format';
import { RequestDialog } from '../ui/RequestDialog';
import { useAnswer } from '../ui/use-answer';
import { FolderBrowser } from './FolderBrowser';
import { measure, placeOfRow, send } from './object-actions';
import { PriceLine, WORK } from './PriceLine';
import { isAsked, type ObjectRequest, type Subject } from './requests';
import { shownName } from '../ui/shown-name';
import { LAYERS } from '../ui/layers';
import classes from './TargetDialog.module.css';

type SendRequest = Extract<ObjectRequest, { kind: 'send' }>;

interface TargetDialogProps {
  readonly request: SendRequest | null;
  readonly close: () => void;
}

/** Asks where to: a bucket, a folder in it, and perhaps a new folder in that. */
export function TargetDialog({ request, close }: TargetDialogProps) {
  const { t } = useTranslation(['objects', 'common']);
  return (
    <RequestDialog
      request={request}
      title={({ move }) => t(move ? 'target.titleMove' : 'target.titleCopy')}
      size="lg"
      close={close}
    >
      {(asked) => <Chooser request={asked} close={close} />}
    </RequestDialog>
  );
}

function Chooser({ request, close }: { readonly request: SendRequest; readonly close: () => void }) {
  const { t } = useTranslation(['objects', 'common']);
  const { subject, move } = request;
  const size = useAnswer(String(request.token), () => measure(subject.parts), 0);
  const [grown, setGrown] = useState<SelectionSize | null>(null);
  const [busy, setBusy] = useState(false);
  const told = grown ?? (size.kind === 'ready' ? size.value : null);
  const [place, setPlace] = useState<CopyTarget>({ connectionId: subject.connectionId, prefix: subject.prefix });
  const [fresh, setFresh] = useState('');
  const prefix = freshPrefix(place.prefix, fresh);
  const problem = fresh.trim() === '' ? null : keyProblem(prefix.slice(0, -1));
  const isInPlace = move && place.connectionId === subject.connectionId && liesIn(subject, prefix);
  const run = async (): Promise<void> => {
    setBusy(true);
    const now = move && told !== null ? await measure(subject.parts) : null;
    setBusy(false);
    if (!isAsked(request)) return;
    // A folder or a view holds more by now, which nobody has agreed to; a copy takes nothing away.
    if (now?.ok === true && now.value.count > (told?.count ?? 0)) return setGrown(now.value);
    drop(send(subject.parts, { ...place, prefix }, move));
    close();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null && !isInPlace && !busy) drop(run());
      }}
    >
      {grown !== null && (
        <Text mb={6} role="alert">
          {t('target.grew')}
        </Text>
      )}
      {size.kind === 'waiting' ? <Loader size="xs" /> : <What subject={subject} move={move} size={told} />}
      <Buckets place={place} choose={setPlace} />
      <FolderBrowser place={place} go={(next) => setPlace({ ...place, prefix: next })} />
      <TextInput
        mt="sm"
        label={t('target.newFolder')}
        placeholder={t('target.newFolderHint')}
        value={fresh}
        error={problem === null ? undefined : t(`rename.problem.${problem}`)}
        onChange={(event) => setFresh(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <Group justify="space-between" mt="lg" gap="md" wrap="nowrap">
        <Destination place={place} prefix={prefix} isInPlace={isInPlace} />
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={close}>
            {t('common:action.cancel')}
          </Button>
          <Button type="submit" disabled={problem !== null || isInPlace} loading={busy}>
            {t(move ? 'target.move' : 'target.copy')}
          </Button>
        </Group>
      </Group>
    </form>
  );
}

interface WhatProps {
  readonly subject: Subject;
  readonly move: boolean;
  /** Null where it could not be measured. */
  readonly size: SelectionSize | null;
}

/** What is meant, with its size. */
function What({ subject, move, size }: WhatProps) {
  const { t } = useTranslation('objects');
  if (size === null) return null;
  const { count, totalBytes } = size;
  const amount = t('target.amount', { count, formatted: formatCount(count), size: formatBytes(totalBytes) });
  return (
    <div className={classes['meant']}>
      <p className={classes['what']}>
        {subject.only !== null && <strong>{shownName(subject.only.name)}</strong>} <span>{amount}</span>
      </p>
      <PriceLine connectionId={subject.connectionId} count={count} work={move ? WORK.move : WORK.copy} />
    </div>
  );
}

function Buckets({ place, choose }: { readonly place: CopyTarget; readonly choose: (place: CopyTarget) => void }) {
  const { t } = useTranslation('objects');
  const { profiles } = useSlice('connections');
  const addressWords = useAddressWords();
  if (profiles.length < 2) return null;
  return (
    <Select
      mb="sm"
      label={t('target.bucket')}
      data={profiles.map(({ id, name, address }) => ({ value: id, label: `${name} · ${addressWords(address)}` }))}
      value={place.connectionId}
      allowDeselect={false}
      comboboxProps={{ zIndex: LAYERS.inDialog }}
      onChange={(connectionId) => {
        if (connectionId !== null) choose({ connectionId, prefix: '' });
      }}
    />
  );
}

interface DestinationProps {
  readonly place: CopyTarget;
  readonly prefix: string;
  readonly isInPlace: boolean;
}

function Destination({ place, prefix, isInPlace }: DestinationProps) {
  const { t } = useTranslation('objects');
  const { profiles } = useSlice('connections');
  const bucket = profiles.find(({ id }) => id === place.connectionId)?.bucket ?? '';
  return (
    <span className={classes['destination']} role="status">
      {isInPlace ? t('target.inPlace') : shownName(`${bucket}/${prefix}`)}
    </span>
  );
}

/** The chosen folder with the new one in it, whose name may name several at once. */
function freshPrefix(prefix: string, fresh: string): string {
  const name = normalizeKey(fresh.trim().replace(/^\/+|\/+$/g, ''));
  return name === '' ? prefix : `${prefix}${name}/`;
}

/** Whether a move would leave it where it is. */
function liesIn({ only }: Subject, prefix: string): boolean {
  return only !== null && placeOfRow(only) === prefix;
}
