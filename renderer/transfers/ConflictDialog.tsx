import { Button, Checkbox, Modal } from '@mantine/core';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Result } from '../../shared/result';
import { isConflicted, type Conflicted, type ConflictDecision, type ConflictQuestion } from '../../shared/transfer';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { noteConflictShown } from '../ui/conflict-shown';
import { formatBytes, formatCount, formatDay } from '../ui/format';
import { askAgain, forgetWanted, putQuestionOff, useQuestionPutOff, useWantedQuestion } from './conflict-requests';
import { order } from './order';
import { placeOf, splitPath } from './transfer-words';
import { TransferPicture } from './TransferPicture';
import { LAYERS } from '../ui/layers';
import { useQuestioned } from '../ui/use-questioned';
import classes from './ConflictDialog.module.css';

/**
 * What is to be answered, as main knows it: about what the person wants to decide, else what is asked about already stays. The slice alone does not tell: of a transfer that is
 * gone it says nothing more.
 */
function useQuestion(): ConflictQuestion | null {
  const { changed, revision, summary } = useSlice('transfers');
  const [question, setQuestion] = useState<ConflictQuestion | null>(null);
  const wanted = useWantedQuestion();
  const count = summary.counts.conflict;
  const shownId = question?.item.id ?? null;
  const now = changed.find(({ id }) => id === shownId);
  const answered = now !== undefined && !isConflicted(now);
  useEffect(() => {
    if (count === 0) return setQuestion(null);
    let latest = true;
    const keep = (result: Result<ConflictQuestion | null>): void => {
      if (!latest) return;
      if (result.ok) setQuestion(result.value);
      if (wanted !== null) forgetWanted();
    };
    drop(ask('transfers.question', { transferId: wanted ?? shownId }).then(keep));
    return () => {
      latest = false;
    };
  }, [count, revision, wanted, shownId, answered]);
  if (count === 0 || question === null) return null;
  return now !== undefined && isConflicted(now) ? { ...question, item: now } : question;
}

/** Asks what shall happen where a name is taken. Nothing is lost by closing it: the transfer waits. */
export function ConflictDialog() {
  const { t } = useTranslation('transfers');
  const question = useQuestion();
  const putOff = useQuestionPutOff();
  const wanted = useWantedQuestion();
  const questioned = useQuestioned();
  const [forAll, setForAll] = useState(false);
  const waiting = question !== null;
  useEffect(() => {
    if (!waiting) askAgain();
  }, [waiting]);
  // An answer about files here says nothing of objects there.
  useEffect(() => setForAll(false), [question?.item.direction]);
  // Not with another file first than the one that is wanted.
  const opened = waiting && !putOff && wanted === null;
  useEffect(() => {
    noteConflictShown(opened);
    return () => noteConflictShown(false);
  }, [opened]);
  if (question === null) return null;
  const { item, alike: more } = question;
  const { compared } = item.state;
  const decide = (decision: ConflictDecision): void =>
    order('transfers.decide', { transferId: item.id, decision, forAll: forAll && more > 0 });
  return (
    <Modal
      opened={opened}
      onClose={putQuestionOff}
      closeOnEscape={!questioned}
      // Before the viewer, too, where nobody would see it else.
      zIndex={LAYERS.dialog}
      title={t('conflict.title')}
      size={580}
      closeButtonProps={{ 'aria-label': t('conflict.later') }}
    >
      <p className={classes['text']}>{t('conflict.text', takenAt(item))}</p>
      <Sides key={item.id} item={item} />
      {compared !== undefined && <p className={classes['compared']}>{t(`conflict.compared.${compared}`)}</p>}
      {more > 0 && (
        <Checkbox
          className={classes['all'] ?? ''}
          checked={forAll}
          onChange={(event) => setForAll(event.currentTarget.checked)}
          label={t('conflict.all', { count: more, formatted: formatCount(more) })}
        />
      )}
      <Answers decide={decide} comparable={compared === undefined && item.direction !== 'pack'} />
    </Modal>
  );
}

/** What is there already, and where: an object in the bucket, or a file on this computer. */
function takenAt(item: Conflicted): { readonly name: string; readonly place: string } {
  if (item.direction !== 'download') return { name: item.name, place: placeOf(item) };
  const { name, folder } = splitPath(item.localPath);
  return { name, place: folder };
}

function Sides({ item }: { readonly item: Conflicted }) {
  const { t } = useTranslation('transfers');
  const { existing, incoming } = item.state;
  const isDownload = item.direction === 'download';
  return (
    <div className={classes['sides']}>
      <Side
        label={t(isDownload ? 'conflict.here' : 'conflict.there')}
        size={existing.size}
        when={formatDay(existing.modified)}
        // Of a file on this computer nothing is shown: the page is given none but those that go to the bucket.
        {...(isDownload ? {} : { picture: <TransferPicture item={item} of="place" /> })}
      />
      <Side
        label={t(incomingLabel(item))}
        size={item.size}
        picture={<TransferPicture item={item} />}
        {...(incoming === undefined ? {} : { when: formatDay(incoming) })}
      />
    </div>
  );
}

function incomingLabel({ direction, copy }: Conflicted) {
  if (direction === 'download') return 'conflict.there';
  if (direction === 'pack') return 'conflict.packed';
  return copy === null ? 'conflict.yours' : 'conflict.source';
}

interface AnswersProps {
  readonly decide: (decision: ConflictDecision) => void;
  /** The two can be compared, and have not been yet. */
  readonly comparable: boolean;
}

function Answers({ decide, comparable }: AnswersProps) {
  const { t } = useTranslation('transfers');
  // Of a double click the first alone: with the second another file may stand there, which nobody has looked at.
  const answer = (decision: ConflictDecision) => (event: MouseEvent) => {
    if (event.detail < 2) decide(decision);
  };
  // Of a key that is held the first press alone, for the same reason.
  const ignoreRepeats = (event: KeyboardEvent): void => {
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  };
  return (
    <div role="group" className={classes['buttons']} onKeyDown={ignoreRepeats}>
      <Button variant="subtle" color="gray" onClick={answer('skip')}>
        {t('conflict.skip')}
      </Button>
      {comparable && (
        <Button variant="subtle" color="gray" onClick={answer('skip-identical')}>
          {t('conflict.skipIdentical')}
        </Button>
      )}
      <span className={classes['space']} />
      <Button variant="default" onClick={answer('replace')}>
        {t('conflict.replace')}
      </Button>
      <Button data-autofocus onClick={answer('keep-both')}>
        {t('conflict.keepBoth')}
      </Button>
    </div>
  );
}

interface SideProps {
  readonly label: string;
  readonly size: number;
  readonly when?: string;
  readonly picture?: ReactNode;
}

function Side({ label, size, when, picture }: SideProps) {
  return (
    <div className={classes['side']}>
      {picture}
      <div>
        <div className={classes['label']}>{label}</div>
        <div className={classes['fact']}>
          {when === undefined ? formatBytes(size) : `${formatBytes(size)} · ${when}`}
        </div>
      </div>
    </div>
  );
}
