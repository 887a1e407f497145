import { createRoot, type Root } from 'react-dom/client';
import type { CommandName } from '../shared/contract';
import { App } from './App';
import { AppProviders } from './AppProviders';
import { bridge, installBridge } from './bridge';
import { FakeApp } from './fake/app';
import { fakeBridge } from './fake-bridge';
import { startI18n } from './i18n';
import { connectMirror } from './mirror';
import { resetNavigation } from './navigation';

export interface Sent {
  readonly name: CommandName;
  readonly input: unknown;
}

let root: Root | null = null;

// What happy-dom has not and Mantine's growing text fields listen to.
if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });

// Nor this, for which nothing waits: the screens that nobody goes to are not fetched.
window.requestIdleCallback ??= () => 0;
window.cancelIdleCallback ??= () => undefined;

/** Shows the whole app in one of its invented scenes, perhaps changed; answers the commands that it sends from then on. */
export async function showApp(
  scene: string,
  prepare: (app: FakeApp) => void = () => undefined,
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const app = new FakeApp(new URLSearchParams({ scene, language: 'en', pace: '0' }), 0);
  prepare(app);
  const fake = fakeBridge(app);
  const invoke = (name: CommandName, input: unknown): Promise<unknown> => {
    sent.push({ name, input });
    return fake.invoke(name, input);
  };
  installBridge({ ...fake, invoke });
  await connectMirror();
  await startI18n('en');
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  root.render(
    <AppProviders env="test">
      <App />
    </AppProviders>,
  );
  await found(() => document.querySelector('main'));
  await rendered();
  return sent;
}

/** Has one command answered otherwise from now on; `usual` asks for what it would have been told. */
export function answerOtherwise(name: CommandName, answer: (usual: () => Promise<unknown>) => Promise<unknown>): void {
  const before = bridge();
  const invoke = (asked: CommandName, input: unknown): Promise<unknown> => {
    const usual = (): Promise<unknown> => before.invoke(asked, input);
    return asked === name ? answer(usual) : usual();
  };
  installBridge({ ...before, invoke });
}

export function closeApp(): void {
  root?.unmount();
  root = null;
  document.body.replaceChildren();
  resetNavigation();
}

/** ms; generous, since a busy machine is slow. */
const PATIENCE = 30_000;

/** Waits until something is on the page. */
export async function found<T>(look: () => T | null | undefined): Promise<T> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const thing = look();
    if (thing !== null && thing !== undefined) return thing;
    if (performance.now() > end) throw new Error('It is not on the page.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until the page says something. */
export async function says(text: string): Promise<void> {
  await found(() => (document.body.textContent.includes(text) ? true : null));
}

function nameOf(element: Element): string {
  const labelled = element.getAttribute('aria-labelledby');
  if (labelled !== null) return document.getElementById(labelled)?.textContent ?? '';
  return element.getAttribute('aria-label') ?? element.textContent ?? '';
}

export function button(name: string): Promise<HTMLButtonElement> {
  return found(() => [...document.querySelectorAll('button')].find((one) => nameOf(one) === name));
}

export async function press(name: string): Promise<void> {
  const one = await button(name);
  one.click();
  await rendered();
}

export function field(label: string): Promise<HTMLInputElement> {
  return found(() => {
    const one = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    const input = one === undefined ? null : document.getElementById(one.htmlFor);
    return input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement
      ? (input as HTMLInputElement)
      : null;
  });
}

export async function type(label: string, value: string): Promise<void> {
  return write(await field(label), value);
}

/** Types into a field that is known already. */
export function write(input: HTMLInputElement, value: string): Promise<void> {
  const prototype = input instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  // React hears only of values that were not set through its own property.
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(input, value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return rendered();
}

/** Lets React finish what an event began. */
export function rendered(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

export function heading(): string {
  return document.querySelector('h1')?.textContent ?? '';
}
