import { CopyButton, Spoiler } from '@mantine/core';
import { IconCheck, IconCopy, type IconProps } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton';
import classes from './Inspector.module.css';

interface PromptTextProps {
  readonly title: string;
  readonly text: string;
  /** The name of the button that copies it. */
  readonly copyLabel: string;
  readonly icon: ComponentType<IconProps>;
}

/** A prompt under its title, long ones folded, with the button that copies it. */
export function PromptText({ title, text, copyLabel, icon: Icon }: PromptTextProps) {
  const { t } = useTranslation('library');
  return (
    <>
      <div className={classes['promptHead']}>
        <Icon size={16} stroke={1.7} aria-hidden />
        <h3>{title}</h3>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <IconButton size="sm" label={copied ? t('prompt.copied') : copyLabel} onClick={copy}>
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} stroke={1.7} />}
            </IconButton>
          )}
        </CopyButton>
      </div>
      <Spoiler maxHeight={132} showLabel={t('prompt.more')} hideLabel={t('prompt.less')}>
        <p className={classes['promptText']} data-selectable>
          {text}
        </p>
      </Spoiler>
    </>
  );
}
