import { Accordion, Button, Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { useNavigation } from '../navigation';
import { Kbd } from '../ui/Kbd';
import { ANSWER_IDS, ANSWERS, type AnswerId, follow, leadsSomewhere, type Standing } from './answers';
import classes from './AnswerList.module.css';
import { askHelp, closeHelp } from './requests';

/** The questions that people ask, each with its answer and the one button that helps. */
export function AnswerList({ answer }: { readonly answer: AnswerId | null }) {
  const { t } = useTranslation('help');
  const [text, setText] = useState('');
  const [opened, setOpened] = useState<string | null>(answer);
  const found = useFound(text);
  return (
    <>
      <TextInput
        data-autofocus
        type="search"
        aria-label={t('answers.search')}
        placeholder={t('answers.search')}
        leftSection={<IconSearch size={17} stroke={1.8} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {found.length === 0 && (
        <p className={classes['none']} role="status">
          {t('answers.none')}
        </p>
      )}
      <Accordion
        className={classes['list'] ?? ''}
        order={3}
        value={opened}
        onChange={setOpened}
        keepMounted={false}
        transitionDuration={0}
      >
        {found.map((id) => (
          <Answer key={id} id={id} />
        ))}
      </Accordion>
      <Foot />
    </>
  );
}

/** The answers in which all words of a text occur. */
function useFound(text: string): readonly AnswerId[] {
  const { t } = useTranslation('help');
  const words = text.toLowerCase().split(/\s+/);
  return ANSWER_IDS.filter((id) => {
    const content = `${t(`answers.${id}.question`)} ${t(`answers.${id}.answer`)}`.toLowerCase();
    return words.every((word) => content.includes(word));
  });
}

function useStanding(): Standing {
  const { profiles, activeId } = useSlice('connections');
  const { setup } = useNavigation();
  const active = profiles.find(({ id }) => id === activeId);
  if (active === undefined || setup.kind !== 'closed') return 'unconnected';
  return active.address.kind === 'sandbox' ? 'sandbox' : 'bucket';
}

function Answer({ id }: { readonly id: AnswerId }) {
  const { t } = useTranslation('help');
  const action = ANSWERS[id];
  const standing = useStanding();
  const go = (): void => {
    closeHelp();
    drop(follow(action));
  };
  return (
    <Accordion.Item value={id}>
      <Accordion.Control className={classes['question'] ?? ''}>{t(`answers.${id}.question`)}</Accordion.Control>
      <Accordion.Panel>
        <p className={classes['answer']} data-selectable>
          {t(`answers.${id}.answer`)}
        </p>
        {leadsSomewhere(action, standing) && (
          <Button size="xs" variant="light" onClick={go}>
            {t(`answers.${id}.action`)}
          </Button>
        )}
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Foot() {
  const { t } = useTranslation('help');
  const showTips = (): void => {
    closeHelp();
    drop(ask('settings.update', { tips: 'due' }));
  };
  return (
    <Group gap="xs" mt="md">
      <Button
        variant="default"
        size="xs"
        rightSection={<Kbd shortcut="app.open-shortcuts" />}
        onClick={() => askHelp({ kind: 'shortcuts' })}
      >
        {t('answers.shortcuts')}
      </Button>
      <Button variant="default" size="xs" onClick={showTips}>
        {t('answers.tips')}
      </Button>
      <Button variant="default" size="xs" onClick={() => drop(ask('app.openPage', { page: 'docs-r2' }))}>
        {t('answers.docs')}
      </Button>
    </Group>
  );
}
