import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyProblem } from '../../shared/keys';
import { LOCAL_API_PORTS } from '../../shared/local-api';
import { asPrefix } from './as-prefix';

interface PortProps {
  readonly port: number | null;
  readonly choose: (port: number) => void;
}

/** Counts when it is left: a port that is still being typed opens nothing. */
export function PortField({ port, choose }: PortProps) {
  const { t } = useTranslation('localApi');
  const [text, setText] = useState(port === null ? '' : String(port));
  const { min, max } = LOCAL_API_PORTS;
  const typed = /^\d{1,5}$/.test(text.trim()) ? Number(text) : null;
  const isGood = typed !== null && typed >= min && typed <= max;
  return (
    <TextInput
      label={t('port')}
      description={t('portHelp')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      inputMode="numeric"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => isGood && typed !== port && choose(typed)}
      error={text !== '' && !isGood && t('portBad', { min: String(min), max: String(max) })}
    />
  );
}

interface PrefixProps {
  readonly prefix: string;
  readonly choose: (prefix: string) => void;
}

/** Counts when it is left. */
export function PrefixField({ prefix, choose }: PrefixProps) {
  const { t } = useTranslation('localApi');
  const [text, setText] = useState(prefix);
  const next = asPrefix(text);
  const wrong = next !== '' && keyProblem(next.slice(0, -1)) !== null;
  return (
    <TextInput
      label={t('prefix')}
      description={t('prefixHelp')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      maxLength={500}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => !wrong && next !== prefix && choose(next)}
      error={wrong && t('prefixBad')}
      spellCheck={false}
    />
  );
}
