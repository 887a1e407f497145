import { describe, expect, it, vi } from 'vitest';
import { trayTemplate, type TrayMenuOptions } from './tray-menu';

const words = { open: 'Open', upload: 'Upload…', recent: 'Copy a link', none: 'Nothing yet', quit: 'Quit' };
const file = (key: string) => ({ connectionId: 'c', key, assetId: key, size: 1 });

function menu(options: Partial<TrayMenuOptions> = {}) {
  const actions = { open: vi.fn(), upload: vi.fn(), copyLink: vi.fn(), quit: vi.fn() };
  const template = trayTemplate({ words, recent: [], canUpload: true, ...actions, ...options });
  const press = (label: string): void => {
    const item = template.find((one) => one.label === label);
    item?.click?.(...([] as unknown as Parameters<NonNullable<typeof item.click>>));
  };
  return { template, actions, press, labels: template.flatMap(({ label }) => label ?? []) };
}

describe('the menu of the tray', () => {
  it('copies the links of what was uploaded last, newest first', () => {
    const { labels, actions, press } = menu({ recent: [file('b/two.png'), file('one.png')] });
    expect(labels).toEqual(['Open', 'Upload…', 'Copy a link', 'two.png', 'one.png', 'Quit']);
    press('two.png');
    expect(actions.copyLink).toHaveBeenCalledExactlyOnceWith(file('b/two.png'));
  });

  it('opens, uploads and quits', () => {
    const { actions, press } = menu();
    for (const label of ['Open', 'Upload…', 'Quit']) press(label);
    for (const action of [actions.open, actions.upload, actions.quit]) expect(action).toHaveBeenCalledOnce();
  });

  it('says that there is nothing yet, and uploads nowhere without a bucket that may be written', () => {
    const { template, labels } = menu({ canUpload: false });
    expect(labels).toContain('Nothing yet');
    expect(template.find(({ label }) => label === 'Upload…')?.enabled).toBe(false);
  });

  it('shows names as they are on one line, whatever is in them', () => {
    const long = `${'a'.repeat(60)}.png`;
    const { labels } = menu({ recent: [file('salt & pepper.png'), file('gnp\u202e.exe'), file(long)] });
    expect(labels).toContain('salt && pepper.png');
    expect(labels).toContain('gnp.exe');
    expect(labels.find((label) => label.startsWith('aaa'))?.length).toBeLessThan(50);
  });
});
