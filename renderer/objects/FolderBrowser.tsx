import { Breadcrumbs, Loader, ScrollArea, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconFolder } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nameOfKey } from '../../shared/keys';
import type { CopyTarget } from '../../shared/library';
import { ask } from '../bridge';
import { FailureNotice } from '../ui/FailureNotice';
import { useAnswer } from '../ui/use-answer';
import { shownName } from '../ui/shown-name';
import classes from './FolderBrowser.module.css';

interface FolderBrowserProps {
  readonly place: CopyTarget;
  readonly go: (prefix: string) => void;
}

/** The folders of a bucket, one level at a time, with the way back above them. */
export function FolderBrowser({ place, go }: FolderBrowserProps) {
  const { t } = useTranslation('objects');
  return (
    <div className={classes['browser']}>
      <nav aria-label={t('target.path')} className={classes['path']}>
        <Breadcrumbs separator="/" separatorMargin={4}>
          <Step name={t('target.top')} isHere={place.prefix === ''} go={() => go('')} />
          {stepsOf(place.prefix).map((step) => (
            <Step key={step} name={nameOfKey(step)} isHere={step === place.prefix} go={() => go(step)} />
          ))}
        </Breadcrumbs>
      </nav>
      <Folders place={place} go={go} />
    </div>
  );
}

interface StepProps {
  readonly name: string;
  readonly isHere: boolean;
  readonly go: () => void;
}

function Step({ name, isHere, go }: StepProps) {
  return (
    <UnstyledButton
      className={classes['step'] ?? ''}
      onClick={go}
      data-here={isHere}
      {...(isHere ? { 'aria-current': 'location' as const, 'data-autofocus': true } : {})}
    >
      {shownName(name)}
    </UnstyledButton>
  );
}

function Folders({ place, go }: FolderBrowserProps) {
  const { t } = useTranslation('objects');
  const { connectionId, prefix } = place;
  const folders = useAnswer(`${connectionId}\n${prefix}`, () => ask('library.folders', { connectionId, prefix }), 0);
  return (
    <ScrollArea.Autosize mah={240} mih={120} type="auto">
      {folders.kind === 'waiting' && <Loader size="sm" m="md" />}
      {folders.kind === 'failed' && <FailureNotice failure={folders.failure} plain />}
      {folders.kind === 'ready' && folders.value.length === 0 && (
        <p className={classes['none']}>{t('target.noFolders')}</p>
      )}
      {folders.kind === 'ready' && folders.value.length > 0 && (
        <ul className={classes['list']} aria-label={t('target.folders')}>
          {folders.value.map((folder) => (
            <li key={folder.prefix}>
              <UnstyledButton className={classes['folder'] ?? ''} onClick={() => go(folder.prefix)}>
                <IconFolder size={18} stroke={1.6} aria-hidden />
                <span className={classes['name']}>{shownName(folder.name)}</span>
                <IconChevronRight size={16} stroke={1.6} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </ScrollArea.Autosize>
  );
}

/** `a/b/` → `a/`, `a/b/`. */
function stepsOf(prefix: string): readonly string[] {
  const parts = prefix.split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
}
