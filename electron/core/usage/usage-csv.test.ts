import { expect, it } from 'vitest';
import { usageCsv } from './usage-csv';

it('is a row for each day and bucket, in their order, with a column for each operation', () => {
  const day = { host: 'server.example', bucket: 'media', unbilled: 2, readBytes: 99, storedBytes: 1000 };
  const csv = usageCsv([
    { ...day, day: '2026-11-02', counts: { PutObject: 3, GetObject: 4, DeleteObject: 5 } },
    { ...day, day: '2026-11-01', bucket: 'odd, "name"', counts: {}, storedBytes: null },
  ]);
  const [head = '', first = '', second = '', rest] = csv.split('\r\n');
  expect(first).toMatch(/^2026-11-01,server\.example,"odd, ""name""",0,0,0,2,99,,0,/);
  expect(second).toMatch(/^2026-11-02,server\.example,media,3,4,5,2,99,1000,/);
  const at = (name: string): string | undefined => second.split(',')[head.split(',').indexOf(name)];
  expect([at('PutObject'), at('GetObject'), at('DeleteObject'), at('ListObjects')]).toEqual(['3', '4', '5', '0']);
  expect(rest).toBe('');
});
