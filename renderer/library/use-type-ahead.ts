import { useCallback, useRef } from 'react';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { notify } from '../ui/notify';
import type { LibraryModel } from './library-model';

/** Letters that follow each other this fast are one word. */
const WORD_MS = 900;

export interface TypeAhead {
  isTyping(): boolean;
  /** Goes to the next row whose name begins with the letters so far. */
  type(letter: string): void;
}

/** Names found by their first letters. One letter again and again goes through all that begin with it. */
export function useTypeAhead({ view, grid, rows, handle }: LibraryModel): TypeAhead {
  const typed = useRef({ text: '', at: 0 });
  const isTyping = useCallback(() => typed.current.text !== '' && Date.now() - typed.current.at < WORD_MS, []);
  const type = (letter: string): void => {
    const before = isTyping() ? typed.current.text : '';
    const again = before === letter;
    const text = again ? letter : before + letter;
    typed.current = { text, at: Date.now() };
    grid.fromCursor((cursor) => {
      const from = Math.max(0, cursor + (text.length === 1 && cursor >= 0 ? 1 : 0));
      drop(goToNext(text, from));
    });
  };
  const goToNext = async (text: string, from: number): Promise<void> => {
    const found = await ask('library.seek', { view, text, from });
    if (!found.ok) return notify.failure(found.failure);
    const index = found.value;
    // What is known of that place may be older than the answer.
    const row = index === null ? null : await rows.source.read(index);
    if (index === null || row === null) return;
    if (!row.ok) return notify.failure(row.failure);
    if (row.value === null || typed.current.text !== text) return;
    handle.current?.reveal(index, 'nearest');
    await grid.pickRow({ index, row: row.value }, 'only');
  };
  return { isTyping, type };
}
