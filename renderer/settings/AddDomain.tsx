import { Anchor, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { parsePublicBase, type PublicBaseProblem } from '../../shared/links';
import { ask } from '../bridge';
import { addDomain } from './keep-domains';
import classes from './PublicDomains.module.css';

/** Takes one more public domain; what can be none is explained. */
export function AddDomain({ profile }: { readonly profile: ConnectionProfile }) {
  const { t } = useTranslation('links');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<PublicBaseProblem | 'known' | null>(null);
  const { id, publicDomains } = profile;
  const add = async (): Promise<void> => {
    const parsed = parsePublicBase(text);
    if (!parsed.ok) return setProblem(parsed.problem);
    if (publicDomains.some(({ base }) => base === parsed.base)) return setProblem('known');
    if (await addDomain(id, parsed.base)) setText('');
  };
  return (
    <form
      noValidate
      aria-label={t('domains.add')}
      onSubmit={(event) => {
        event.preventDefault();
        drop(add());
      }}
    >
      <div className={classes['add']}>
        <TextInput
          flex={1}
          label={t('domains.add')}
          placeholder={t('domains.placeholder')}
          value={text}
          error={problem === null ? undefined : t(`domains.problem.${problem}`)}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
          spellCheck={false}
          autoComplete="off"
        />
        <Button type="submit" variant="default" disabled={text.trim() === ''}>
          {t('domains.doAdd')}
        </Button>
      </div>
      <Anchor
        component="button"
        type="button"
        size="sm"
        mt={8}
        onClick={() => drop(ask('app.openPage', { page: 'r2' }))}
      >
        {t('domains.dashboard')}
      </Anchor>
    </form>
  );
}
