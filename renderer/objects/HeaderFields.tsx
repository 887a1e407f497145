import { Autocomplete, UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeenHeaders, SeenValues } from '../../shared/header-edit';
import { CONTENT_TYPES } from '../../shared/media';
import { CACHE_PRESETS } from '../../shared/upload-rules';
import { shownOf, type HeaderDraft, type problemOf } from './header-draft';
import { LAYERS } from '../ui/layers';
import classes from './EditDialog.module.css';

interface HeaderFieldsProps {
  readonly draft: HeaderDraft;
  readonly setDraft: (draft: HeaderDraft) => void;
  readonly seen: SeenHeaders;
  readonly problem: ReturnType<typeof problemOf>;
}

const CACHES = [...CACHE_PRESETS, 'no-cache', 'no-store'] as const;
const CACHE_WORDS = {
  'public, max-age=3600': 'edit.caches.hour',
  'public, max-age=31536000, immutable': 'edit.caches.year',
  'no-cache': 'edit.caches.ask',
  'no-store': 'edit.caches.never',
} as const;

/** Type and cache. A field whose values differ is empty, and stays as it is until something is typed. */
export function HeaderFields({ draft, setDraft, seen, problem }: HeaderFieldsProps) {
  const { t } = useTranslation('objects');
  const { contentType, cacheControl } = draft;
  const first = useRef<HTMLInputElement>(null);
  // The dialog gave its focus away while the headers were still being read.
  useEffect(() => first.current?.focus(), []);
  const setCache = (typed: string): void => setDraft({ ...draft, cacheControl: { ...cacheControl, typed } });
  const canClear = cacheControl.known === null ? cacheControl.typed !== '' : shownOf(cacheControl) !== '';
  const isCleared = cacheControl.typed === '' && cacheControl.known !== '';
  return (
    <div className={classes['fields']}>
      <Autocomplete
        ref={first}
        openOnFocus={false}
        label={t('edit.type')}
        description={severalWords(contentType, seen.contentType)}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={contentType.known === null ? t('edit.several') : ''}
        data={[...CONTENT_TYPES]}
        limit={8}
        maxLength={255}
        value={shownOf(contentType)}
        error={problem === 'content-type' && t('edit.problem.content-type')}
        onChange={(typed) => setDraft({ ...draft, contentType: { ...contentType, typed } })}
        comboboxProps={{ zIndex: LAYERS.inDialog }}
        spellCheck={false}
      />
      <div>
        <Autocomplete
          openOnFocus={false}
          label={t('edit.cache')}
          description={severalWords(
            cacheControl,
            seen.cacheControl.map((value) => value || t('edit.none')),
          )}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          placeholder={cacheControl.known === null && cacheControl.typed === null ? t('edit.several') : t('edit.none')}
          data={[...CACHES]}
          filter={({ options }) => options}
          renderOption={({ option }) => <CacheOption value={option.value} />}
          maxLength={500}
          value={shownOf(cacheControl)}
          error={problem === 'cache-control' && t('edit.problem.cache-control')}
          onChange={setCache}
          comboboxProps={{ zIndex: LAYERS.inDialog }}
          spellCheck={false}
        />
        {canClear && (
          <UnstyledButton className={classes['clear'] ?? ''} onClick={() => setCache('')}>
            {t('edit.clearCache')}
          </UnstyledButton>
        )}
        {isCleared && <p className={classes['cleared']}>{t('edit.cacheCleared')}</p>}
      </div>
    </div>
  );
}

/** The first few of several values. */
function severalWords({ known, typed }: HeaderDraft['contentType'], values: SeenValues): string | null {
  if (known !== null || typed !== null) return null;
  return values.slice(0, 3).join(' · ') + (values.length > 3 ? ' …' : '');
}

function CacheOption({ value }: { readonly value: string }) {
  const { t } = useTranslation('objects');
  const preset = CACHES.find((name) => name === value);
  return (
    <span className={classes['option']}>
      <span>{value}</span>
      {preset !== undefined && <small>{t(CACHE_WORDS[preset])}</small>}
    </span>
  );
}
