import { Button, Switch, TextInput, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  formatLink,
  LINK_FIELDS,
  LINK_TEMPLATE_LIMITS,
  type LinkFacts,
  type LinkTemplate,
} from '../../shared/link-formats';
import { ExpiryField } from '../links/ExpiryField';
import { FormSelect } from '../links/FormSelect';
import { useSlice } from '../mirror';
import { IconButton } from '../ui/IconButton';
import { changeSettings } from './change-settings';
import classes from './Links.module.css';
import { Section } from './Section';

const EXAMPLE: LinkFacts = {
  url: 'https://media.example.com/trip/first-snow.png',
  name: 'first-snow.png',
  key: 'trip/first-snow.png',
  width: 2048,
  height: 1365,
  size: 3_481_920,
  type: 'image/png',
};

/** The form of copied links, and how long signed ones live. */
export function Links() {
  const { t } = useTranslation(['settings', 'links']);
  const { linkFormat, linkTemplates, presignSeconds, copyLinksAfterUpload } = useSlice('settings');
  return (
    <Section name="links" title={t('links.title')} help={t('links.help')}>
      <div className={classes['form']}>
        <FormSelect
          label={t('links:settings.format')}
          value={linkFormat}
          choose={(form) => changeSettings({ linkFormat: form })}
        />
        <div className={classes['example']}>
          <span>{t('links:settings.example')}</span>
          <code data-selectable>{formatLink(linkFormat, EXAMPLE, linkTemplates)}</code>
        </div>
      </div>
      <Templates templates={linkTemplates} />
      <Switch
        label={t('links:settings.afterUpload')}
        description={t('links:settings.afterUploadHelp')}
        checked={copyLinksAfterUpload}
        onChange={(event) => changeSettings({ copyLinksAfterUpload: event.currentTarget.checked })}
      />
      <ExpiryField
        label={t('links.lifetime')}
        value={presignSeconds}
        choose={(seconds) => changeSettings({ presignSeconds: seconds })}
        help={t('links.lifetimeHelp')}
      />
    </Section>
  );
}

function Templates({ templates }: { readonly templates: readonly LinkTemplate[] }) {
  const { t } = useTranslation('links');
  const keep = (next: (templates: readonly LinkTemplate[]) => readonly LinkTemplate[]): void =>
    changeSettings((now) => ({ linkTemplates: next(now.linkTemplates) }));
  const add = (): void => keep((now) => [...now, { id: crypto.randomUUID(), name: '', text: '{url}' }]);
  return (
    <div className={classes['templates']} role="group" aria-label={t('settings.templates')}>
      <div>
        <div className={classes['label']}>{t('settings.templates')}</div>
        <p className={classes['note']}>{t('settings.templatesHelp')}</p>
      </div>
      {templates.map((template) => (
        <Template
          key={template.id}
          template={template}
          keep={(next) => keep((now) => now.map((one) => (one.id === template.id ? next : one)))}
          remove={() => keep((now) => now.filter((one) => one.id !== template.id))}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        className={classes['add'] ?? ''}
        leftSection={<IconPlus size={15} />}
        disabled={templates.length >= LINK_TEMPLATE_LIMITS.count}
        onClick={add}
      >
        {t('settings.add')}
      </Button>
    </div>
  );
}

interface TemplateProps {
  readonly template: LinkTemplate;
  readonly keep: (template: LinkTemplate) => void;
  readonly remove: () => void;
}

/** A form of one's own; kept when a field is left. */
function Template({ template, keep, remove }: TemplateProps) {
  const { t } = useTranslation('links');
  const [draft, setDraft] = useState(template);
  const name = draft.name.trim() === '' ? t('form.unnamed') : draft.name;
  const fields = LINK_FIELDS.map((field) => `{${field}}`).join(' ');
  const leave = (): void => {
    if (draft.name !== template.name || draft.text !== template.text) keep(draft);
  };
  return (
    <div className={classes['template']} role="group" aria-label={name}>
      <div className={classes['templateHead']}>
        <TextInput
          flex={1}
          label={t('settings.name')}
          placeholder={t('form.unnamed')}
          maxLength={LINK_TEMPLATE_LIMITS.name}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          onBlur={leave}
        />
        <IconButton label={t('settings.removeTemplate', { name })} onClick={remove}>
          <IconTrash size={17} />
        </IconButton>
      </div>
      <Textarea
        label={t('settings.text')}
        description={t('settings.textHelp', { fields })}
        inputWrapperOrder={['label', 'input', 'description']}
        classNames={{ input: classes['code'] ?? '' }}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={LINK_TEMPLATE_LIMITS.text}
        value={draft.text}
        onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
        onBlur={leave}
        spellCheck={false}
      />
      <div className={classes['example']}>
        <span>{t('settings.example')}</span>
        <code data-selectable>{formatLink('own:x', EXAMPLE, [{ ...draft, id: 'x' }])}</code>
      </div>
    </div>
  );
}
