import { Button, Input } from '@mantine/core';
import {
  IconArrowUp,
  IconAsterisk,
  IconFileText,
  IconMusic,
  IconPencil,
  IconPhoto,
  IconPlus,
  IconTrash,
  IconVideo,
} from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleMatch, UploadRule } from '../../shared/upload-rules';
import { useSlice } from '../mirror';
import { IconButton } from '../ui/IconButton';
import { changeSettings } from './change-settings';
import { RuleEditor } from './RuleEditor';
import { useRuleWords } from './rule-words';
import { useOneForm } from './use-one-form';
import classes from './UploadRules.module.css';

const ICONS = { image: IconPhoto, video: IconVideo, audio: IconMusic, document: IconFileText } as const;

const NEW_RULE: Omit<UploadRule, 'id'> = {
  match: { kind: 'media', media: 'image' },
  cacheControl: null,
  metadata: {},
  conversion: null,
  location: null,
};

/** What is done to files of one sort: a card a rule, in the order in which they are tried. */
export function UploadRules() {
  const { t } = useTranslation('uploads');
  const { uploads } = useSlice('settings');
  const { rules } = uploads;
  const { edited, open, close } = useOneForm<UploadRule>();
  const label = useId();
  const keep = (next: (rules: readonly UploadRule[]) => readonly UploadRule[]): void =>
    changeSettings((now) => ({ uploads: { ...now.uploads, rules: next(now.uploads.rules) } }));
  const save = (rule: UploadRule): void => {
    keep((now) => {
      const known = now.some(({ id }) => id === rule.id);
      return known ? now.map((other) => (other.id === rule.id ? rule : other)) : [...now, rule];
    });
    close();
  };
  const editor = edited !== null && <RuleEditor key={edited.id} rule={edited} onSave={save} onCancel={close} />;
  const isNew = edited !== null && rules.every(({ id }) => id !== edited.id);
  return (
    <div>
      <Input.Label id={label} component="div">
        {t('rules.title')}
      </Input.Label>
      <Input.Description mb={8}>{t(rules.length === 0 ? 'rules.none' : 'rules.help')}</Input.Description>
      <ul className={classes['list']} aria-labelledby={label}>
        {rules.map((rule, index) => (
          <li key={rule.id} className={classes['card']}>
            {edited?.id === rule.id ? (
              editor
            ) : (
              <RuleCard
                rule={rule}
                onEdit={() => open(rule)}
                onRemove={() => keep((now) => now.filter(({ id }) => id !== rule.id))}
                onUp={index === 0 ? null : () => keep((now) => movedUp(now, rule.id))}
              />
            )}
          </li>
        ))}
        {isNew && <li className={classes['card']}>{editor}</li>}
      </ul>
      {edited === null && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => open({ ...NEW_RULE, id: crypto.randomUUID() })}
        >
          {t('rules.add')}
        </Button>
      )}
    </div>
  );
}

function movedUp(rules: readonly UploadRule[], ruleId: string): readonly UploadRule[] {
  const index = rules.findIndex(({ id }) => id === ruleId);
  if (index < 1) return rules;
  const moved = rules.slice(index, index + 1);
  return [...rules.slice(0, index - 1), ...moved, ...rules.slice(index - 1, index), ...rules.slice(index + 1)];
}

interface RuleCardProps {
  readonly rule: UploadRule;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  /** null for the first. */
  readonly onUp: (() => void) | null;
}

function RuleCard({ rule, onEdit, onRemove, onUp }: RuleCardProps) {
  const { t } = useTranslation('uploads');
  const { what, summary } = useRuleWords()(rule);
  const Icon = iconOf(rule.match);
  return (
    <div className={classes['head']}>
      <span className={classes['icon']} aria-hidden>
        <Icon size={20} stroke={1.7} />
      </span>
      <div className={classes['words']}>
        <div className={classes['what']}>{what}</div>
        <div className={classes['summary']}>{summary}</div>
      </div>
      {onUp !== null && (
        <IconButton label={t('rules.up', { what })} onClick={onUp}>
          <IconArrowUp size={17} />
        </IconButton>
      )}
      <IconButton label={t('rules.editOf', { what })} onClick={onEdit}>
        <IconPencil size={17} />
      </IconButton>
      <IconButton label={t('rules.remove', { what })} onClick={onRemove}>
        <IconTrash size={17} />
      </IconButton>
    </div>
  );
}

function iconOf(match: RuleMatch): typeof IconPhoto {
  return match.kind === 'names' ? IconAsterisk : ICONS[match.media];
}
