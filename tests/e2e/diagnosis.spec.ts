import type { Locator } from '@playwright/test';
import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';
import { makeCertificate, startTlsFront } from '../support/tls-front';
import { serve } from '../support/web-server';

test('each cause of a link that does not open is told by its own name, with its own way out', async ({
  app,
  bucket,
  folder,
}) => {
  test.slow();
  await bucket.put('odd.png', picture(2));
  const desk = new Desk(app);
  const { page } = desk;
  const { id } = await desk.connect(bucket.address, { publicBase: null });
  const opened = await app.keepFromBrowser();
  const dialog = page.getByRole('dialog');
  const verdict = dialog.getByRole('status');
  /** What is found with this as the bucket's public domain. */
  const lookAt = async (base: string): Promise<Locator> => {
    await desk.call('connections.setDomains', { connectionId: id, domains: [{ base, transformations: false }] });
    await desk.tile('odd.png').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Why does the link not open?' }).click();
    return verdict;
  };
  const close = async (): Promise<void> => {
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
  };
  const steps = (words: string): Locator => dialog.getByRole('listitem').filter({ hasText: words });

  let status = 401;
  const host = await serve((_, response) => {
    response.writeHead(status).end();
  });
  await expect(await lookAt(host.url)).toContainText('does not let anyone in');
  await expect(steps('The file is in the bucket')).toContainText('in order');
  await expect(steps('serves the file to anyone')).toContainText('here it ends');
  await dialog.getByRole('button', { name: 'Open R2 in the dashboard' }).click();
  expect(await opened()).toEqual(['https://dash.cloudflare.com/?to=/:account/r2']);
  await close();
  status = 404;
  await expect(await lookAt(host.url)).toContainText('belongs to something else');
  await expect(dialog.getByRole('button', { name: 'Set the public domain' })).toBeVisible();
  await close();
  await host.close();
  await expect(await lookAt(host.url)).toContainText('does not answer as it should');
  await close();

  // What name servers say of a name that was added just now.
  await app.electron.evaluate(() => {
    const dns = process.getBuiltinModule('node:dns');
    const lookup = dns.lookup;
    const patched = (name: string, ...rest: unknown[]): unknown => {
      const done = rest.at(-1) as (error: Error) => void;
      if (!name.endsWith('.example.com')) return Reflect.apply(lookup, dns, [name, ...rest]);
      return done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', hostname: name }));
    };
    Object.assign(dns, { lookup: patched });
  });
  await expect(await lookAt('https://media.example.com')).toContainText('media.example.com is not known yet');
  await expect(steps('The domain can be reached')).toContainText('here it ends');
  await close();
  const front = await startTlsFront(makeCertificate(folder, ['other.example.com']), bucket.address.publicBase);
  await expect(await lookAt(`https://localhost:${front.port}`)).toContainText('has no certificate yet');
  await close();
  await front.close();

  // A cache that remembers the time before the upload, in Cloudflare's own headers.
  const cache = await serve(async ({ url = '' }, response) => {
    if (!url.includes('?')) return void response.writeHead(404, { 'cf-cache-status': 'HIT', age: '75' }).end();
    const { headers, body } = await fetch(bucket.address.publicBase + url);
    await body?.cancel();
    response.writeHead(200, Object.fromEntries(headers)).end();
  });
  await expect(await lookAt(cache.url)).toContainText('still remembers that it was not there');
  await expect(verdict).toContainText('(1 min');
  await dialog.getByRole('button', { name: 'Open the cache in the dashboard' }).click();
  expect((await opened()).at(-1)).toContain('https://dash.cloudflare.com/');
  await close();
  await cache.close();
});

test('a website that may not read the files is named, let in by the dialog’s button, and then all is well', async ({
  desk,
  bucket,
}) => {
  await bucket.put('clip.png', picture(2));
  await desk.refresh();
  const { page } = desk;
  const dialog = page.getByRole('dialog');
  const ask = async (): Promise<void> => {
    await desk.tile('clip.png').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Why does the link not open?' }).click();
    await expect(dialog.getByRole('status')).toContainText('The link opens');
    await dialog.getByRole('button', { name: 'It does not show on my website' }).click();
    await dialog.getByRole('textbox', { name: 'Website' }).fill('no website');
    await dialog.getByRole('button', { name: 'Look again' }).click();
    await expect(dialog.getByText('This is no website’s address.')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Website' }).fill('https://shop.example.com/gallery?page=2');
    await dialog.getByRole('button', { name: 'Look again' }).click();
  };
  await ask();
  await expect(dialog.getByRole('status')).toContainText('https://shop.example.com may not read it');
  await dialog.getByRole('button', { name: 'Allow this website' }).click();
  const section = page.getByRole('region', { name: 'Public domains' });
  await expect(section.getByRole('textbox', { name: 'My website may show these files' })).toHaveValue(
    'https://shop.example.com',
  );
  await section.getByRole('button', { name: 'Allow', exact: true }).click();
  await expect(section.getByRole('list', { name: 'Websites that may read the files' })).toContainText(
    'https://shop.example.com',
  );
  expect(await bucket.corsOrigins()).toEqual(['https://shop.example.com']);

  const { headers } = await fetch(bucket.publicUrl('clip.png'), { headers: { origin: 'https://shop.example.com' } });
  expect(headers.get('access-control-allow-origin')).toBe('https://shop.example.com');
  await desk.goTo('Library');
  await ask();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'The website may read it' })).toContainText('in order');
});
