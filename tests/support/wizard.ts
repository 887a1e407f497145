import type { Locator, Page } from '@playwright/test';
import { expect } from './app';
import type { RunningApp } from './running-app';
import type { SandboxAddress } from './sandbox';

export type FieldName =
  | 'Account ID'
  | 'Access Key ID'
  | 'Secret Access Key'
  | 'Bucket'
  | 'Public domain'
  | 'Endpoint'
  | 'Configuration'
  | 'API token';
export type StepName = 'Account' | 'Keys' | 'Bucket' | 'Public links' | 'Check' | 'Done';
export type RightName = 'List' | 'Write' | 'Read' | 'Delete' | 'Public read' | 'CORS' | 'Clock';
type Answers = Partial<Record<FieldName, string>>;

/** The setup wizard by the names that people see. */
export class Wizard {
  constructor(readonly app: RunningApp) {}

  get page(): Page {
    return this.app.page;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  field(name: FieldName): Locator {
    return this.page.getByLabel(name, { exact: true });
  }

  /** The line of the connection check about one right. */
  line(name: RightName): Locator {
    const lines = this.page.getByRole('list', { name: 'Connection check' }).getByRole('listitem');
    return lines.filter({ hasText: new RegExp(`^${name}`) });
  }

  async expectStep(name: StepName): Promise<void> {
    const step = this.page.getByRole('navigation', { name: 'Steps' }).locator('[aria-current="step"]');
    await expect(step).toContainText(name);
  }

  /** Fills in one step and goes on. */
  async answer(answers: Answers): Promise<void> {
    if (answers.Endpoint !== undefined) await this.openAdvanced();
    for (const [name, value] of Object.entries(answers)) await this.field(name as FieldName).fill(value);
    await this.button('Next').click();
  }

  async openAdvanced(): Promise<void> {
    const advanced = this.button('Advanced');
    if ((await advanced.getAttribute('aria-expanded')) === 'false') await advanced.click();
    await expect(this.field('Endpoint')).toBeVisible();
    // What moves away under the pointer is not clicked.
    await this.page.evaluate(() => {
      const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
      return Promise.allSettled(transitions.map(({ finished }) => finished)).then(() => null);
    });
  }

  /** From the first page to the check, with what a sandbox answers to and what else is said. */
  async fillIn(address: SandboxAddress, changes: Answers = {}): Promise<void> {
    const value = (name: FieldName, usual: string): Answers => ({ [name]: changes[name] ?? usual });
    await this.button('Connect a Cloudflare account').click();
    await this.answer(value('Endpoint', address.endpoint));
    await this.answer({
      ...value('Access Key ID', address.accessKeyId),
      ...value('Secret Access Key', address.secretAccessKey),
    });
    await this.answer(value('Bucket', address.bucket));
    await this.answer(value('Public domain', address.publicBase));
    await this.expectStep('Check');
  }

  /** Tests the connection, and waits for the end of it. */
  async test(): Promise<void> {
    await this.button('Test connection').click();
    await expect(this.page.getByRole('status')).toContainText(
      /Everything works|It works, with limits|does not work yet/,
    );
  }

  async expectOutcomes(outcomes: Partial<Record<RightName, 'passed' | 'failed' | 'not tried'>>): Promise<void> {
    for (const [name, outcome] of Object.entries(outcomes))
      await expect(this.line(name as RightName)).toContainText(`${name}: ${outcome}`);
  }
}
