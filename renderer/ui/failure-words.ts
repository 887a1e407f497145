import i18next from 'i18next';
import type { Failure, FailureParams } from '../../shared/failure';
import { JURISDICTIONS } from '../../shared/r2';

const PARAM_NAMES = [
  'host',
  'bucket',
  'name',
  'key',
  'provider',
  'seconds',
  'status',
  'permission',
  'jurisdiction',
  'program',
  'code',
  'port',
] as const;

/** The name to call a thing by, out of whichever of its facts are known. */
function nameIn({ name, path, key }: FailureParams): { name?: string } {
  const whole = name ?? path ?? key;
  if (whole === undefined) return {};
  return {
    name:
      String(whole)
        .split(/[\\/]/)
        .findLast((part) => part !== '') ?? String(whole),
  };
}

const TOKEN_STATES = ['expired', 'disabled'] as const;

/** What goes by a name of the programs, in words; a name that is not known stays as it is. */
function namedIn({ jurisdiction, status }: FailureParams): { jurisdiction?: string; status?: string } {
  const place = JURISDICTIONS.find((one) => one === jurisdiction);
  const state = TOKEN_STATES.find((one) => one === status);
  return {
    ...(place !== undefined && { jurisdiction: i18next.t(`common:jurisdiction.${place}`) }),
    ...(state !== undefined && { status: i18next.t(`common:tokenStatus.${state}`) }),
  };
}

/** A failure in words: what happened, and why and what to do. */
export function failureWords(failure: Failure): { readonly title: string; readonly help: string } {
  const { t } = i18next;
  const missing = Object.fromEntries(PARAM_NAMES.map((name) => [name, t(`common:something.${name}`)]));
  const { params } = failure;
  const words: Record<string, string | number> = { ...missing, ...params, ...namedIn(params), ...nameIn(params) };
  return {
    title: t(`failures:${failure.code}.title`, words),
    help: t(`failures:${failure.code}.help`, words),
  };
}

/** A failure in one line: what happened, why, and what to do. */
export function failureSentences(failure: Failure): string {
  return i18next.t('common:failure.whole', failureWords(failure));
}
