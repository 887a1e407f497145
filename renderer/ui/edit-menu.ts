import { useEffect, useRef } from 'react';
import { drop } from '../../shared/drop';
import type { EditCommand } from '../../shared/state';
import { ask } from '../bridge';
import { isAsking } from './asking';

/** Answers whether it has taken the command; one that it leaves is for the text on show. */
type Hearer = (command: EditCommand) => boolean;

/** Who has files for the Edit menu, the foremost last. */
let hearers: readonly Hearer[] = [];

/** Hears the Edit menu as long as this is on show and `isOpen`. */
export function useEditMenu(hear: Hearer, isOpen = true): void {
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => {
    if (!isOpen) return;
    const hearer: Hearer = (command) => latest.current(command);
    hearers = [...hearers, hearer];
    return () => {
      hearers = hearers.filter((other) => other !== hearer);
    };
  }, [isOpen]);
}

/** Text is selected on the page. */
export function hasSelection(): boolean {
  return (getSelection()?.toString() ?? '') !== '';
}

function isAboutText(command: EditCommand): boolean {
  const isInField = document.activeElement?.closest('input, textarea, [contenteditable="true"]') ?? null;
  return isInField !== null || (command === 'copy' && hasSelection());
}

/** Does to the text that is edited what the Edit menu says; where none is, to the files on show, or else to the text that is read. */
export function edit(command: EditCommand): void {
  const hear = isAsking() || isAboutText(command) ? undefined : hearers.at(-1);
  if (hear?.(command) !== true) drop(ask('app.editText', { command }));
}
