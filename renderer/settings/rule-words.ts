import { useTranslation } from 'react-i18next';
import { CACHE_PRESETS, type UploadRule } from '../../shared/upload-rules';
import { formatCount } from '../ui/format';

export interface RuleWords {
  /** What it is for. */
  readonly what: string;
  /** What it does. */
  readonly summary: string;
}

/** A rule in words. */
export function useRuleWords(): (rule: UploadRule) => RuleWords {
  const { t } = useTranslation('uploads');
  return ({ match, cacheControl, metadata, conversion, location }) => {
    const what = match.kind === 'media' ? t(`rules.media.${match.media}`) : match.pattern;
    const parts: string[] = [];
    if (conversion !== null) {
      const format = t(`rules.formats.${conversion.format}`);
      parts.push(t('rules.summaryConvert', { format, quality: conversion.quality }));
      if (conversion.maxSide !== null) parts.push(t('rules.summaryMaxSide', { pixels: conversion.maxSide }));
    }
    if (location !== null) parts.push(t('rules.summaryLocation'));
    if (cacheControl !== null) parts.push(t('rules.summaryCache', { words: cacheWords(cacheControl, t) }));
    const count = Object.keys(metadata).length;
    if (count > 0) parts.push(t('rules.metadataCount', { count, formatted: formatCount(count) }));
    return { what, summary: parts.length === 0 ? t('rules.summaryNothing') : parts.join(' · ') };
  };
}

type Words = ReturnType<typeof useTranslation<'uploads'>>['t'];

/** What the menu calls a header; one of one's own as it is. */
function cacheWords(header: string, t: Words): string {
  const [hour, year] = CACHE_PRESETS;
  if (header === hour) return t('rules.cacheHour');
  return header === year ? t('rules.cacheYear') : header;
}
