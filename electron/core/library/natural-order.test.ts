import { describe, expect, it } from 'vitest';
import { compareNames } from './natural-order';

const named = (key: string) => ({ key, name: key });

describe('natural order', () => {
  it('counts numbers as numbers', () => {
    const names = ['shot 10.png', 'shot 9.png', 'Shot 1.png', 'shot 100.png'].map(named).sort(compareNames);
    expect(names.map(({ name }) => name)).toEqual(['Shot 1.png', 'shot 9.png', 'shot 10.png', 'shot 100.png']);
  });

  it('decides by the key between names that look alike', () => {
    const alike = [
      { name: 'a', key: 'y/a' },
      { name: 'a', key: 'x/a' },
    ];
    expect(alike.sort(compareNames).map(({ key }) => key)).toEqual(['x/a', 'y/a']);
  });
});
