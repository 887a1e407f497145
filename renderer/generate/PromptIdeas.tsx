import { Button, UnstyledButton } from '@mantine/core';
import { IconBulb, IconHistory } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asTemplate } from '../../shared/prompt-templates';
import { changeForm } from './form-store';
import { PastPromptsDialog } from './PastPromptsDialog';
import { usePastPrompts } from './use-past-prompts';
import classes from './Fields.module.css';

const MAX_RECENT = 5;
const IDEAS = ['tidal', 'ember', 'forest', 'night'] as const;

/** Prompts to click: the person's own, and a few to begin with. */
export function PromptIdeas({ onPick }: { readonly onPick: () => void }) {
  const { t } = useTranslation('generate');
  const [all, setAll] = useState(false);
  const past = usePastPrompts('', MAX_RECENT);
  const recent = past.kind === 'ready' ? past.value.prompts : [];
  const total = past.kind === 'ready' ? past.value.total : 0;
  const own = recent.map(({ prompt, template }) => (template ? prompt : asTemplate(prompt)));
  const ideas = IDEAS.map((name) => t(`idea.${name}`)).filter((idea) => !own.includes(idea));
  const pick = (prompt: string): void => {
    changeForm({ prompt });
    onPick();
  };
  return (
    <div>
      {own.length > 0 && (
        <div className={classes['label']}>
          <h2 className={classes['ideasTitle']}>{t('recentPrompts')}</h2>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setAll(true)}>
            {t('allPrompts')}
          </Button>
        </div>
      )}
      <Prompts icon={<IconHistory size={15} stroke={1.7} aria-hidden />} prompts={own} onPick={pick} />
      {/* Who has words of their own needs none of ours. */}
      {total < MAX_RECENT && (
        <>
          <h2 className={classes['ideasTitle']}>{t('ideas')}</h2>
          <Prompts icon={<IconBulb size={15} stroke={1.7} aria-hidden />} prompts={ideas} onPick={pick} />
        </>
      )}
      <PastPromptsDialog opened={all} close={() => setAll(false)} />
    </div>
  );
}

interface PromptsProps {
  readonly icon: ReactNode;
  readonly prompts: readonly string[];
  readonly onPick: (prompt: string) => void;
}

function Prompts({ icon, prompts, onPick }: PromptsProps) {
  if (prompts.length === 0) return null;
  return (
    <ul className={classes['ideas']}>
      {prompts.map((prompt) => (
        <li key={prompt}>
          <UnstyledButton className={classes['idea'] ?? ''} onClick={() => onPick(prompt)} title={prompt}>
            {icon}
            <span className={classes['ideaText']}>{prompt}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
