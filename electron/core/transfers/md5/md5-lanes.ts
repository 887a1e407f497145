/** How many messages are hashed side by side. */
export const MD5_LANES = 4;

/** Where things lie in the memory of the module, bytes. */
export const MD5_LAYOUT = {
  /** A, B, C, D: of each first all lanes' (RFC 1321). */
  state: 0,
  /** The 64 constants, each once a lane. */
  constants: 1024,
  /** The 16 words of the block in work, of each all lanes'. */
  words: 2048,
  /** What is to be hashed, lane after lane. */
  data: 65536,
  /** Bytes of each lane: together they stay in the processor's cache. */
  stride: 128 * 1024,
} as const;

export const MD5_PAGES = (MD5_LAYOUT.data + MD5_LANES * MD5_LAYOUT.stride) / 65536;

const ROTATIONS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
const VECTOR_BYTES = 16;
const V128 = 0x7b;
const I32 = 0x7f;

/** The parameter `blocks`, and how far it has got; then A, B, C, D; then what is held for a moment. */
const [BLOCKS, AT, A, SPARE] = [0, 1, 2, 6] as const;
const SPARES = 5;

type Code = readonly number[];

/** The instructions in use (WebAssembly core 2.0, SIMD). */
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const tee = (local: number): Code => [0x22, local];
const int = (value: number): Code => [0x41, ...signed(value)];
const load = (offset: number): Code => [0xfd, 0, 4, ...unsigned(offset)];
const store = (offset: number): Code => [0xfd, 11, 4, ...unsigned(offset)];
const vector = (code: number): Code => [0xfd, ...unsigned(code)];
const [not, and, andNot, or, xor] = [77, 78, 79, 80, 81].map(vector) as [Code, Code, Code, Code, Code];
const [shiftLeft, shiftRight, add] = [171, 173, 174].map(vector) as [Code, Code, Code];
/** A vector of these four words out of the eight of two. */
const pick = (...words: readonly [number, number, number, number]): Code => [
  ...vector(13),
  ...words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte)),
];

/**
 * A WebAssembly module that hashes four messages at once: import `m.memory`, export `hash(blocks)`, which takes so many blocks of
 * 64 bytes of each lane into the state. A single MD5 is a chain in which each step waits for the one before, so that the
 * processor idles; four chains in one vector take little longer than one.
 */
export function md5LanesModule(): Uint8Array<ArrayBuffer> {
  const body = [2, 1, I32, SPARE + SPARES - A, V128, ...hashCode(), 0x0b];
  return Uint8Array.from([
    ...[...Buffer.from('\0asm'), 1, 0, 0, 0],
    ...section(1, [0x60, 1, I32, 0]),
    ...section(2, [...name('m'), ...name('memory'), 2, 0, ...unsigned(MD5_PAGES)]),
    ...section(3, [0]),
    ...section(7, [...name('hash'), 0, 0]),
    ...section(10, [...unsigned(body.length), ...body]),
  ]);
}

/** The 64 constants of MD5. */
export function md5Constants(): readonly number[] {
  return Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32));
}

function hashCode(): Code {
  const parts = [0, 1, 2, 3];
  const slot = (part: number): number => MD5_LAYOUT.state + part * VECTOR_BYTES;
  return [
    ...parts.flatMap((part) => [...int(0), ...load(slot(part)), ...set(A + part)]),
    ...[0x03, 0x40],
    ...parts.flatMap(transpose),
    ...Array.from({ length: 64 }, (_, step) => stepCode(step)).flat(),
    ...parts.flatMap((part) => [
      ...[...int(0), ...get(A + part), ...int(0), ...load(slot(part)), ...add],
      ...[...tee(A + part), ...store(slot(part))],
    ]),
    ...[...get(AT), ...int(64), 0x6a, ...set(AT)],
    ...[...get(BLOCKS), ...int(1), 0x6b, ...tee(BLOCKS), 0x0d, 0, 0x0b],
  ];
}

/** Four words of each lane become four vectors, each with one word of all lanes. */
function transpose(quarter: number): Code {
  const { data, stride, words } = MD5_LAYOUT;
  const spare = (index: number): number => SPARE + index;
  const row = (lane: number): Code => [
    ...get(AT),
    ...load(data + lane * stride + quarter * VECTOR_BYTES),
    ...set(spare(lane)),
  ];
  const joined = (one: number, other: number, picked: Code): Code => [
    ...get(spare(one)),
    ...get(spare(other)),
    ...picked,
  ];
  const kept = (word: number, one: number, other: number, picked: Code): Code => [
    ...int(0),
    ...joined(one, other, picked),
    ...store(words + (4 * quarter + word) * VECTOR_BYTES),
  ];
  const [low, high] = [pick(0, 4, 1, 5), pick(2, 6, 3, 7)];
  const [front, back] = [pick(0, 1, 4, 5), pick(2, 3, 6, 7)];
  return [
    ...[0, 1, 2, 3].flatMap(row),
    ...[...joined(0, 1, low), ...set(spare(4)), ...joined(0, 1, high), ...set(spare(0))],
    ...[...joined(2, 3, low), ...set(spare(1)), ...joined(2, 3, high), ...set(spare(2))],
    ...[...kept(0, 4, 1, front), ...kept(1, 4, 1, back), ...kept(2, 0, 2, front), ...kept(3, 0, 2, back)],
  ];
}

/** One of the 64 steps; A to D change their parts by taking turns. */
function stepCode(step: number): Code {
  const round = step >> 4;
  const [a, b, c, d] = [0, 1, 2, 3].map((part) => A + ((part + 64 - step) & 3)) as [number, number, number, number];
  const word = [step, 5 * step + 1, 3 * step + 5, 7 * step].map((index) => index & 15)[round] ?? 0;
  const turn = ROTATIONS[round]?.[step & 3] ?? 0;
  const mixed = [
    [...get(c), ...get(d), ...xor, ...get(b), ...and, ...get(d), ...xor, ...add],
    // Two sums instead of one "or": the part that does not wait for the last step is done before.
    [...get(c), ...get(d), ...andNot, ...add, ...get(b), ...get(d), ...and, ...add],
    [...get(c), ...get(d), ...xor, ...get(b), ...xor, ...add],
    [...get(d), ...not, ...get(b), ...or, ...get(c), ...xor, ...add],
  ][round];
  return [
    ...[...get(a), ...int(0), ...load(MD5_LAYOUT.constants + step * VECTOR_BYTES), ...add],
    ...[...int(0), ...load(MD5_LAYOUT.words + word * VECTOR_BYTES), ...add],
    ...(mixed ?? []),
    ...[...tee(SPARE), ...int(turn), ...shiftLeft, ...get(SPARE), ...int(32 - turn), ...shiftRight, ...or],
    ...[...get(b), ...add, ...set(a)],
  ];
}

/** A section with a single entry. */
function section(id: number, entry: Code): Code {
  return [id, ...unsigned(entry.length + 1), 1, ...entry];
}

function name(text: string): Code {
  return [text.length, ...Buffer.from(text)];
}

/** LEB128. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** LEB128 of a number that is not below zero, whose sixth bit must then be none. */
function signed(value: number): Code {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)];
}
