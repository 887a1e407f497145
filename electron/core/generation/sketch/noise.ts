import { hashText, mix } from './random';

/** Smooth noise, about -1 to 1, of one or two coordinates; one bump a unit. */
export interface Noise {
  line(x: number): number;
  plane(x: number, y: number): number;
  /** Several octaves of `plane`, each half as large and half as strong. */
  clouds(x: number, y: number, octaves: number): number;
}

const SIZE = 256;
const MASK = SIZE - 1;

export function noiseOf(name: string): Noise {
  const seed = hashText(name);
  const order = shuffled(seed);
  const gradX = new Float64Array(SIZE);
  const gradY = new Float64Array(SIZE);
  for (let i = 0; i < SIZE; i++) {
    const angle = ((mix(seed ^ Math.imul(i + 1, 0x9e3779b1)) / 4294967296) * Math.PI * 2) % (Math.PI * 2);
    gradX[i] = Math.cos(angle);
    gradY[i] = Math.sin(angle);
  }
  const corner = (ix: number, iy: number, dx: number, dy: number): number => {
    const at = order[((order[ix & MASK] as number) + iy) & MASK] as number;
    return (gradX[at] as number) * dx + (gradY[at] as number) * dy;
  };
  const plane = (x: number, y: number): number => {
    const ix = Math.floor(x);
    const iy = Math.floor(y);
    const fx = x - ix;
    const fy = y - iy;
    const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
    const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
    const top = corner(ix, iy, fx, fy) * (1 - u) + corner(ix + 1, iy, fx - 1, fy) * u;
    const bottom = corner(ix, iy + 1, fx, fy - 1) * (1 - u) + corner(ix + 1, iy + 1, fx - 1, fy - 1) * u;
    return (top * (1 - v) + bottom * v) * 1.5;
  };
  return { line: (x) => plane(x, 0.37), plane, clouds: cloudsOf(plane) };
}

function cloudsOf(plane: Noise['plane']): Noise['clouds'] {
  return (x, y, octaves) => {
    let sum = 0;
    let strength = 0.5;
    // Each octave turned against the last, so that the lattice shows nowhere.
    let px = x * 0.8 - y * 0.6;
    let py = x * 0.6 + y * 0.8;
    for (let octave = 0; octave < octaves; octave++) {
      sum += strength * plane(px + octave * 17.3, py - octave * 9.1);
      strength *= 0.5;
      const turned = (px * 0.8 - py * 0.6) * 2.03;
      py = (px * 0.6 + py * 0.8) * 2.03;
      px = turned;
    }
    return sum * 1.3;
  };
}

function shuffled(seed: number): Uint8Array {
  const order = Uint8Array.from({ length: SIZE }, (_, i) => i);
  for (let i = MASK; i > 0; i--) {
    const j = mix(seed + Math.imul(i, 0x85ebca6b)) % (i + 1);
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}
