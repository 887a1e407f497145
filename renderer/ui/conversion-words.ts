import i18next from 'i18next';
import { assertNever } from '../../shared/assert';
import { failure } from '../../shared/failure';
import type { TransferItem } from '../../shared/transfer';
import { failureWords } from './failure-words';
import { formatBytes } from './format';

/** What becomes of a file's place on its way; null for what may name it by the rules. */
export function locationWords({ location }: TransferItem): string | null {
  if (location === undefined) return null;
  const why = location.kind === 'kept' ? failureWords(failure(location.code)).title : '';
  return i18next.t(`uploads:place.${location.kind}`, { why });
}

/** What becomes of a picture on its way; null for what goes as it is by the rules. */
export function conversionWords({ conversion, size }: TransferItem): string | null {
  if (conversion === undefined) return null;
  const { t } = i18next;
  switch (conversion.kind) {
    case 'planned':
      return t('uploads:story.planned');
    case 'made':
      return t('uploads:story.made', {
        name: conversion.fromName,
        before: formatBytes(conversion.fromSize),
        after: formatBytes(size),
      });
    case 'original':
      return t('uploads:story.original', { why: failureWords(failure(conversion.code)).title });
    default:
      return assertNever(conversion);
  }
}
