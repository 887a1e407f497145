import { Button, CopyButton, Group, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { keyProblem, normalizeKey } from '../../shared/keys';
import type { ReceiveLink } from '../../shared/link';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { FailureNotice } from '../ui/FailureNotice';
import { formatDateTime } from '../ui/format';
import { useAnswer } from '../ui/use-answer';
import { ExpiryField } from './ExpiryField';
import type { LinkRequest } from './requests';
import classes from './Links.module.css';

type ReceiveRequest = Extract<LinkRequest, { kind: 'receive' }>;

const A_DAY = 86_400;

/** Makes a link by which somebody else can send one file. */
export function ReceivePane({ request }: { readonly request: ReceiveRequest }) {
  const { t } = useTranslation('links');
  const { connectionId, prefix } = request;
  const bucket = useSlice('connections').profiles.find(({ id }) => id === connectionId)?.bucket ?? '';
  const [name, setName] = useState(prefix);
  const [touched, setTouched] = useState(false);
  const [seconds, setSeconds] = useState(A_DAY);
  const [made, setMade] = useState<ReceiveLink | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const key = normalizeKey(name.trim());
  const problem = keyProblem(key);
  const taken = useAnswer(problem === null ? key : null, () => ask('library.exists', { connectionId, key }));
  const make = async (): Promise<void> => {
    setTouched(true);
    if (problem !== null) return;
    const result = await ask('links.receive', { connectionId, key, seconds });
    setMade(result.ok ? result.value : null);
    setFailure(result.ok ? null : result.failure);
  };
  if (made !== null) return <Made link={made} again={() => setMade(null)} />;
  return (
    <form
      className={classes['fields']}
      onSubmit={(event) => {
        event.preventDefault();
        drop(make());
      }}
    >
      <Text size="sm" c="dimmed">
        {t('receive.lead', { bucket })}
      </Text>
      <div>
        <TextInput
          data-autofocus
          label={t('receive.name')}
          description={t('receive.nameHelp')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          placeholder={`${prefix}photo.jpg`}
          value={name}
          error={touched && problem !== null ? t(`receive.problem.${problem}`) : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        {taken.kind === 'ready' && taken.value && (
          <Text size="sm" mt={6} c="var(--flow-warn)" role="status">
            {t('receive.taken')}
          </Text>
        )}
      </div>
      <ExpiryField label={t('share.expiry')} value={seconds} choose={setSeconds} />
      {failure !== null && <FailureNotice failure={failure} />}
      <Group justify="flex-end">
        <Button type="submit">{t('receive.make')}</Button>
      </Group>
    </form>
  );
}

function Made({ link, again }: { readonly link: ReceiveLink; readonly again: () => void }) {
  const { t } = useTranslation('links');
  return (
    <div className={classes['fields']}>
      <Text size="sm">{t('receive.until', { until: formatDateTime(link.expiresAt) })}</Text>
      <Copyable label={t('receive.link')} text={link.url} help={t('receive.note')} />
      <Copyable label={t('receive.curl')} text={link.curl} help={t('receive.curlHelp')} />
      <Group justify="flex-end">
        <Button variant="default" onClick={again}>
          {t('receive.again')}
        </Button>
      </Group>
    </div>
  );
}

function Copyable({ label, text, help }: { readonly label: string; readonly text: string; readonly help: string }) {
  const { t } = useTranslation('links');
  return (
    <section aria-label={label}>
      <div className={classes['copyHead']}>
        <span className={classes['label']}>{label}</span>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="light"
              size="compact-sm"
              leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} stroke={1.7} />}
              onClick={copy}
            >
              {t(copied ? 'receive.copied' : 'receive.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      <code className={classes['text']} data-selectable>
        {text}
      </code>
      <Text size="xs" c="dimmed" mt={6}>
        {help}
      </Text>
    </section>
  );
}
