import { pseudo } from '../../renderer/i18n/pseudo';
import { Desk, expect, test } from '../support/desk';
import { dialogsOfFiles, dialogsOfWork, everyScreen, fillBucket } from '../support/every-dialog';
import { clippedTexts, seenTexts } from '../support/seen-texts';

/** What is the same in every language, or is written by Intl, which knows no language that no person speaks. */
const SAME_EVERYWHERE: readonly RegExp[] = [
  /https?:\/\/\S+/g,
  /\b(?:[a-z-]+\.)+[a-z]{2,4}\b/g,
  /\b(?:image|video)\/[a-z]+\b|\.png\b/g,
  /\{\w+\}|\*\.\w+|\b\w+-\*/g,
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* \d{1,2}(?:, \d{4})?(?: at)?|\b\w+ \d{4}\b/g,
  /\d{1,2}:\d{2}(?::\d{2})?\s?[AP]M/g,
  /[\d.,]+\s?(?:bytes?|kB|MB|GB|TB|sec|min|hrs?|days?|px)(?:\/s)?\b/g,
  /\b[0-9a-f]{4,32}\b/g,
];

/** Of products, models, calls of R2's API, and of the examples in Settings. */
const NAMES = [
  'English',
  '简体中文',
  'Electron',
  'Cloudflare Workers AI',
  'fal.ai',
  'Replicate',
  'ComfyUI',
  'Stable Diffusion WebUI',
  'Sketch 1 Film',
  'Sketch 1',
  'sketch-1',
  'ListObjects',
  'GetObject',
  'First Snow (3).JPG',
  'Trip/Été à Paris.png',
];
/** Of what the tour makes and types, with the folders that it lies in. */
const OF_THE_TOUR = [
  'one.png',
  'two.png',
  'three.png',
  'folder',
  'generated',
  'a quiet lake',
  'a-quiet-lake',
  'Evening',
];

test.setTimeout(420_000);

/** Shows the page in the language that no person speaks. */
async function speakPseudo({ app, page }: Desk): Promise<Desk> {
  await app.electron.context().addInitScript(() => Object.assign(globalThis, { flowPseudoLanguage: true }));
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-XA');
  return new Desk(app, pseudo);
}

/** What is left of a text when the words that were translated and what needs no translation are taken out. */
function untranslated(text: string, names: readonly string[]): string {
  let rest = text;
  // From the inside: a translated text may be filled into another. What a mark breaks off ends without its bracket.
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/\[[^[\]]*\]/g, ' ');
  }
  rest = rest.replace(/\[[^\]]*$/, ' ').replace(/^[^[]*\]/, ' ');
  for (const name of names) rest = rest.replaceAll(name, ' ');
  for (const pattern of SAME_EVERYWHERE) rest = rest.replace(pattern, ' ');
  return rest.trim();
}

test(
  'every screen and dialog speaks the language that is chosen, and has room for longer words',
  { tag: '@long' },
  async ({ desk: inEnglish, bucket, folder }) => {
    await fillBucket(inEnglish, (key, bytes) => bucket.put(key, bytes));
    const desk = await speakPseudo(inEnglish);
    const { page } = desk;
    const names = [...NAMES, ...OF_THE_TOUR, bucket.address.bucket, new URL(bucket.address.endpoint).host];
    const problems: string[] = [];
    const visit = async (name: string): Promise<void> => {
      for (const { text, at } of await seenTexts(page))
        if (/\p{L}/u.test(untranslated(text, names))) problems.push(`${name}: not translated: ${text} (${at})`);
      for (const { text, at } of await clippedTexts(page)) problems.push(`${name}: clipped: ${text} (${at})`);
    };
    await everyScreen({ desk, visit });
    await dialogsOfFiles({ desk, folder, visit });
    await dialogsOfWork({ desk, folder, visit });
    expect([...new Set(problems)]).toEqual([]);
  },
);
