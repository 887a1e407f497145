import { UnstyledButton } from '@mantine/core';
import { IconBulb, IconHistory } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { recentPrompts } from './results';
import classes from './Fields.module.css';

const MAX_RECENT = 6;
const IDEAS = ['tidal', 'ember', 'forest', 'night'] as const;

/** Prompts to click: the person's own, and a few to begin with. */
export function PromptIdeas({ onPick }: { readonly onPick: (prompt: string) => void }) {
  const { t } = useTranslation('generate');
  const recent = recentPrompts(useSlice('generation').tasks, MAX_RECENT);
  const ideas = IDEAS.map((name) => t(`idea.${name}`)).filter((idea) => !recent.includes(idea));
  const history = <IconHistory size={15} stroke={1.7} aria-hidden />;
  const bulb = <IconBulb size={15} stroke={1.7} aria-hidden />;
  return (
    <div>
      <Prompts title={t('recentPrompts')} icon={history} prompts={recent} onPick={onPick} />
      <Prompts title={t('ideas')} icon={bulb} prompts={ideas} onPick={onPick} />
    </div>
  );
}

interface PromptsProps {
  readonly title: string;
  readonly icon: ReactNode;
  readonly prompts: readonly string[];
  readonly onPick: (prompt: string) => void;
}

function Prompts({ title, icon, prompts, onPick }: PromptsProps) {
  if (prompts.length === 0) return null;
  return (
    <div>
      <h2 className={classes['ideasTitle']}>{title}</h2>
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
    </div>
  );
}
