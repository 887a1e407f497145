import { expect, it } from 'vitest';
import { PageOrders } from './page-orders';

function orders() {
  const did: string[] = [];
  const asked = new PageOrders({
    showWindow: () => void did.push('show'),
    send: (command) => void did.push(command),
  });
  return { asked, did };
}

it('are followed at once by a page that is there', () => {
  const { asked, did } = orders();
  asked.painted();
  asked.ask('open-library');
  expect(did).toEqual(['show', 'open-library']);
});

it('open a window where there is none, whose page follows the newest', () => {
  const { asked, did } = orders();
  asked.painted();
  asked.gone();
  asked.ask('open-library');
  asked.ask('open-transfers');
  expect(did).toEqual(['show', 'show']);
  asked.painted();
  expect(did).toEqual(['show', 'show', 'open-transfers']);
  asked.gone();
  asked.painted();
  expect(did).toHaveLength(3);
});
