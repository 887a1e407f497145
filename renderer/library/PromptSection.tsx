import { IconBan, IconSparkles } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts, type Fact } from './Facts';
import { PromptText } from './PromptText';
import classes from './Inspector.module.css';

interface PromptSectionProps {
  readonly prompt: string;
  /** null where there is none. */
  readonly negative: string | null;
  /** What else it was made with. */
  readonly facts: readonly Fact[];
  readonly note?: string;
  /** Buttons. */
  readonly children: ReactNode;
}

/** How a picture was made, whoever says so: all of it, and the way to more of it. */
export function PromptSection({ prompt, negative, facts, note, children }: PromptSectionProps) {
  const { t } = useTranslation('library');
  return (
    <section className={classes['prompt']} aria-label={t('prompt.title')}>
      <PromptText title={t('prompt.title')} text={prompt} copyLabel={t('prompt.copy')} icon={IconSparkles} />
      {negative !== null && (
        <div className={classes['negative']}>
          <PromptText
            title={t('prompt.negative')}
            text={negative}
            copyLabel={t('prompt.copyNegative')}
            icon={IconBan}
          />
        </div>
      )}
      <Facts facts={facts} />
      {note !== undefined && <p className={classes['promptNote']}>{note}</p>}
      <div className={classes['promptActions']}>{children}</div>
    </section>
  );
}
