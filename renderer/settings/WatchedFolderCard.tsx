import { Badge, Button } from '@mantine/core';
import { IconFolderBolt, IconFolderOff, IconPencil, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { WatchedFolderInfo } from '../../shared/watch';
import { ask } from '../bridge';
import type { CommandInput, CommandName } from '../../shared/contract';
import { useSlice } from '../mirror';
import { confirm } from '../ui/confirm';
import { useNamesakeWords } from '../ui/connection-words';
import { FailureNotice } from '../ui/FailureNotice';
import { folderName } from '../ui/folder-name';
import { formatCount } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { notify } from '../ui/notify';
import classes from './WatchedFolders.module.css';

interface CardProps {
  readonly folder: WatchedFolderInfo;
  readonly onEdit: () => void;
}

async function order<N extends CommandName>(name: N, input: CommandInput<N>): Promise<void> {
  const result = await ask(name, input);
  if (!result.ok) notify.failure(result.failure);
}

function useRemove(): (folder: WatchedFolderInfo) => Promise<void> {
  const { t } = useTranslation('watch');
  return async ({ id, path }) => {
    const sure = await confirm({
      title: t('removeTitle', { name: folderName(path) }),
      text: t('removeText'),
      confirm: t('removeConfirm'),
    });
    if (sure) await order('watch.remove', { folderId: id });
  };
}

/** A watched folder: where it is, where it goes, how it is, and what can be done about it. */
export function WatchedFolderCard({ folder, onEdit }: CardProps) {
  const { t } = useTranslation('watch');
  const remove = useRemove();
  const { id, path, paused, state } = folder;
  const name = folderName(path);
  const works = state.kind === 'watching';
  const Icon = works || state.kind === 'paused' ? IconFolderBolt : IconFolderOff;
  return (
    <>
      <div className={classes['head']}>
        <span className={classes['icon']} data-still={!works} aria-hidden>
          <Icon size={20} stroke={1.7} />
        </span>
        <div className={classes['words']}>
          <div className={classes['name']}>
            {name}
            <Badge variant={works ? 'light' : 'default'}>{t(`state.${state.kind}`)}</Badge>
          </div>
          <Facts folder={folder} />
        </div>
        <IconButton
          label={t(paused ? 'resume' : 'pause', { name })}
          onClick={() => drop(order('watch.setPaused', { folderId: id, paused: !paused }))}
        >
          {paused ? <IconPlayerPlay size={17} /> : <IconPlayerPause size={17} />}
        </IconButton>
        <IconButton label={t('edit', { name })} onClick={onEdit}>
          <IconPencil size={17} />
        </IconButton>
        <IconButton label={t('remove', { name })} onClick={() => drop(remove(folder))}>
          <IconX size={17} />
        </IconButton>
      </div>
      <Trouble folder={folder} onEdit={onEdit} />
    </>
  );
}

function Facts({ folder }: { readonly folder: WatchedFolderInfo }) {
  const { t } = useTranslation('watch');
  const { profiles } = useSlice('connections');
  const { path, prefix, connectionId, arrived, growing, underWay } = folder;
  const namesakeWords = useNamesakeWords();
  const profile = profiles.find(({ id }) => id === connectionId);
  const counted = (count: number) => ({ count, formatted: formatCount(count) });
  const facts = [
    profile !== undefined && t('to', { place: `${profile.bucket}/${prefix}` }),
    profile !== undefined && namesakeWords(profile),
    t('arrived', counted(arrived)),
    underWay > 0 && t('underWay', counted(underWay)),
    growing > 0 && t('growing', counted(growing)),
  ];
  return (
    <>
      <div className={classes['facts']} data-selectable>
        {path}
      </div>
      <div className={classes['facts']}>{facts.filter((fact) => fact !== false && fact !== null).join(' · ')}</div>
    </>
  );
}

function Trouble({ folder, onEdit }: CardProps) {
  const { t } = useTranslation('watch');
  const { id, state, problem } = folder;
  const own = {
    retry: () => drop(order('watch.look', { folderId: id })),
    'edit-connection': onEdit,
    'choose-another-folder': onEdit,
  };
  if (state.kind === 'stopped')
    return (
      <div className={classes['trouble']} role="alert">
        <strong>{t('stoppedTitle')}</strong>
        <p className={classes['note']}>{t('stoppedText')}</p>
        <Button variant="default" size="xs" mt={8} onClick={onEdit}>
          {t('chooseBucket')}
        </Button>
      </div>
    );
  const failure = state.kind === 'waiting' ? state.failure : problem;
  if (failure === null) return null;
  return (
    <div className={classes['trouble']}>
      <FailureNotice failure={failure} own={own} />
      {state.kind === 'waiting' && <p className={classes['note']}>{t('waitingText')}</p>}
    </div>
  );
}
