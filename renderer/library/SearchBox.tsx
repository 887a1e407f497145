import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { useNavigation } from '../navigation';
import { Kbd } from '../ui/Kbd';
import { noteTyping } from './calm-pictures';
import { useLibrary } from './library-model';
import { searchFor } from './place';
import classes from './Toolbar.module.css';

/** The last request that was obeyed; outlives a visit to another screen. */
let lastRequest = 0;

/** Search as you type, through names and what is known of how pictures were made. */
export function SearchBox() {
  const { t } = useTranslation('library');
  const { view, rows, handle } = useLibrary();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(view.search);
  const sent = useRef(view.search);
  // At once: while one answer is under way, the row source keeps only the last question.
  const send = (wanted: string): void => {
    sent.current = wanted;
    noteTyping();
    rows.source.expect({ ...view, search: wanted });
    searchFor(view, wanted);
  };
  // Cleared from elsewhere, or another place is on show. What comes back of one's own typing is older than the field.
  useEffect(() => {
    if (view.search === sent.current) return;
    sent.current = view.search;
    setText(view.search);
  }, [view.search]);
  useFocusRequests(field);

  const type = (wanted: string): void => {
    setText(wanted);
    send(wanted);
  };
  const clear = (): void => type('');
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method writes, these keys are its own: they choose among its words.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      handle.current?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (text === '') handle.current?.focus();
      else clear();
    }
  };
  return (
    <TextInput
      ref={field}
      className={classes['search'] ?? ''}
      type="search"
      aria-label={t('toolbar.search')}
      placeholder={t('toolbar.searchPlaceholder')}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      // What searches go through may be at rest, and is there before the first letter.
      onFocus={() => drop(ask('app.wake', null))}
      leftSection={<IconSearch size={17} stroke={1.8} aria-hidden />}
      rightSectionWidth={text === '' ? 62 : 36}
      rightSectionPointerEvents={text === '' ? 'none' : 'all'}
      rightSection={
        text === '' ? (
          <Kbd shortcut="app.find" />
        ) : (
          <CloseButton size="sm" aria-label={t('toolbar.clearSearch')} onClick={clear} />
        )
      }
    />
  );
}

/** Ctrl-F, a bare slash and the menu ask for the field through the navigation. */
function useFocusRequests(field: React.RefObject<HTMLInputElement | null>): void {
  const { searchRequest } = useNavigation();
  useEffect(() => {
    if (searchRequest === lastRequest) return;
    lastRequest = searchRequest;
    field.current?.focus();
    field.current?.select();
  }, [searchRequest, field]);
}
