import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished } from 'vitest';
import { startI18n } from '../i18n';
import { QrCode } from './QrCode';

async function captionOf(link: string): Promise<string> {
  await startI18n('en');
  const place = document.createElement('div');
  const root = createRoot(place);
  onTestFinished(() => act(async () => root.unmount()));
  await act(async () => root.render(<QrCode text={link} />));
  return place.querySelector('figcaption')?.textContent ?? '';
}

it('is for a phone’s camera, but for a link that leads to this computer alone', async () => {
  expect(await captionOf('https://media.example.com/a.png')).toBe('Point a phone’s camera at it.');
  expect(await captionOf('http://127.0.0.1:4000/a.png')).toBe(
    'Of no use to a phone: this link leads to this computer.',
  );
});
