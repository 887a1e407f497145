/** How a link is written where it is pasted. */
export const LINK_FORMATS = ['url', 'markdown', 'markdown-link', 'html', 'bbcode'] as const;
export type LinkFormat = (typeof LINK_FORMATS)[number];

/** A form of a person's own. */
export interface LinkTemplate {
  readonly id: string;
  readonly name: string;
  /** With `{url}` and the like in it (`LINK_FIELDS`). */
  readonly text: string;
}

/** One of the app's formats, or a template by its id. */
export type LinkForm = LinkFormat | `own:${string}`;

export const LINK_TEMPLATE_LIMITS = { count: 20, name: 60, text: 2000 } as const;

/** What a template can name of a file. */
export interface LinkFacts {
  readonly url: string;
  readonly name: string;
  readonly key: string;
  /** px; null where it is not known. */
  readonly width: number | null;
  readonly height: number | null;
  /** Bytes; null where it is not known. */
  readonly size: number | null;
  /** MIME type. */
  readonly type: string;
}

export const LINK_FIELDS = ['url', 'name', 'key', 'width', 'height', 'size', 'type'] as const;

export function templateIdOf(form: LinkForm): string | null {
  return form.startsWith('own:') ? form.slice('own:'.length) : null;
}

/** A link in its form. A template that is gone by now gives the bare address. */
export function formatLink(form: LinkForm, facts: LinkFacts, templates: readonly LinkTemplate[]): string {
  const id = templateIdOf(form);
  if (id !== null) {
    const template = templates.find((one) => one.id === id);
    return template === undefined ? facts.url : fillTemplate(template.text, facts);
  }
  return formatters[form as LinkFormat](facts);
}

/** What is not known stays empty; braces with another word in them stay as they are. */
export function fillTemplate(text: string, facts: LinkFacts): string {
  return text.replace(/\{(\w+)\}/g, (whole, word: string) => {
    const field = LINK_FIELDS.find((name) => name === word);
    return field === undefined ? whole : String(facts[field] ?? '');
  });
}

const isImage = ({ type }: LinkFacts): boolean => type.startsWith('image/');
const isVideo = ({ type }: LinkFacts): boolean => type.startsWith('video/');

const formatters: Readonly<Record<LinkFormat, (facts: LinkFacts) => string>> = {
  url: ({ url }) => url,
  markdown: (facts) => (isImage(facts) ? `!${markdownLink(facts)}` : markdownLink(facts)),
  'markdown-link': markdownLink,
  html: (facts) => {
    const src = escapeHtml(facts.url);
    if (isImage(facts)) return `<img src="${src}" alt="${escapeHtml(facts.name)}">`;
    if (isVideo(facts)) return `<video src="${src}" controls></video>`;
    return `<a href="${src}">${escapeHtml(facts.name)}</a>`;
  },
  // BBCode has no escapes: a bracket in a name would end its tag.
  bbcode: (facts) =>
    isImage(facts)
      ? `[img]${facts.url}[/img]`
      : `[url=${facts.url}]${facts.name.replaceAll('[', '(').replaceAll(']', ')')}[/url]`,
};

function markdownLink({ url, name }: LinkFacts): string {
  return `[${name.replace(/[[\]\\]/g, '\\$&')}](${url})`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
