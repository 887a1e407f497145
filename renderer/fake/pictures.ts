/** Pictures for a browser without `media://`: drawn from a number, as data URLs. */

const PALETTES = [
  ['#2a0f4a', '#7c2fd0', '#e05bc0', '#ffd6a0'],
  ['#3b0d12', '#b3261e', '#f0722b', '#ffd27a'],
  ['#06263f', '#0f6d8c', '#4fc0a8', '#f6edc9'],
  ['#141a3c', '#2b49b8', '#6fa6ff', '#f3d9ff'],
  ['#1d2b12', '#4b8a2c', '#b8d94a', '#fff3b8'],
  ['#3a1720', '#a83b5e', '#f28ea0', '#ffe6d2'],
] as const;

function waves(seed: number, colors: readonly string[]): string {
  return [0, 1, 2, 3]
    .map((layer) => {
      const y = 150 + layer * 48;
      const bend = 40 + ((seed * (layer + 3)) % 50);
      const fill = colors[layer % 3] ?? '#000';
      return `<path d="M0 ${y} C 110 ${y - bend}, 200 ${y + bend}, 300 ${y} S 430 ${y - bend / 2}, 480 ${y} V360 H0Z" fill="${fill}" fill-opacity="${0.9 - layer * 0.12}"/>`;
    })
    .join('');
}

function rings(seed: number, color: string): string {
  return Array.from({ length: 16 }, (_, index) => {
    const turn = (seed * 7 + index * 11) % 180;
    return `<ellipse cx="240" cy="180" rx="${190 - index * 8}" ry="${70 + index * 3}" transform="rotate(${turn} 240 180)" fill="none" stroke="${color}" stroke-opacity=".5"/>`;
  }).join('');
}

function circles(seed: number, colors: readonly string[]): string {
  return Array.from({ length: 22 }, (_, index) => {
    const at = (seed + 1) * (index + 3) * 7919;
    return `<circle cx="${at % 480}" cy="${(at >> 3) % 360}" r="${8 + ((at >> 5) % 60)}" fill="${colors[index % 4] ?? '#fff'}" fill-opacity=".3"/>`;
  }).join('');
}

/** A picture that is always the same for a number. */
export function drawPicture(seed: number): string {
  const colors = PALETTES[seed % PALETTES.length] ?? PALETTES[0];
  const forms = [
    waves(seed, colors) + `<circle cx="${90 + ((seed * 53) % 300)}" cy="92" r="42" fill="${colors[3]}"/>`,
    rings(seed, colors[3]),
    circles(seed, colors),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 360" width="960" height="720" preserveAspectRatio="xMidYMid slice"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${colors[0]}"/><stop offset=".55" stop-color="${colors[1]}"/><stop offset="1" stop-color="${colors[2]}"/></linearGradient></defs><rect width="480" height="360" fill="url(#g)"/>${forms[(seed >> 2) % 3] ?? ''}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** A number out of a text, the same every time. */
export function seedOf(text: string): number {
  let hash = 2166136261;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return (hash >>> 0) % 100_000;
}

/** What stands in for a `media://` address: the picture of the id in it. */
export function fakeMedia(url: string): string {
  const [, id = url] = /^media:\/\/\w+\/([^?]+)/.exec(url) ?? [];
  return drawPicture(seedOf(id));
}
