import type { Readable } from 'node:stream';
import { fail } from '../../../../shared/failure';
import type { ModelCapabilities, PictureSize, ProviderInfo } from '../../../../shared/generation';
import type { FilmMaker } from '../film-maker';
import { both, plainModel, square } from './model-lists';
import type { MakeRequest, Provider, Submitted, Watch } from '../provider';
import type { SketchOrder } from '../sketch/brief';
import { paintPicture, paintPixels } from '../sketch/paint';
import { SKETCH_STYLES } from '../sketch/style';

const SIZES: readonly PictureSize[] = [
  { width: 1024, height: 1024 },
  { width: 1152, height: 896 },
  { width: 896, height: 1152 },
  { width: 1344, height: 768 },
  { width: 768, height: 1344 },
  { width: 512, height: 512 },
];

const FILM = 'sketch-film-1';
const FILM_SIZES: readonly PictureSize[] = [square(512), ...both(640, 360)];
/** How much larger than its film a picture is painted. */
const ROOM = 1.25;
/** The share of the work that is over when a film's picture is painted. */
const PAINTED = 0.4;

/** Pictures and short films made in the app itself, from the prompt's words and the seed: no network, no account, no model. */
export class SketchProvider implements Provider {
  readonly id = 'sketch';
  readonly concurrency = 1;
  readonly repeatable = true;
  readonly settings = null;
  readonly jobs = null;
  readonly #films: FilmMaker;

  constructor(films: FilmMaker) {
    this.#films = films;
  }

  info(): ProviderInfo {
    return {
      id: this.id,
      name: 'Sketch',
      demo: true,
      models: [
        sketchModel('sketch-1', 'Sketch 1', SIZES),
        { ...sketchModel(FILM, 'Sketch 1 Film', FILM_SIZES), makes: 'video', seconds: [3, 5, 8], maxCount: 4 },
      ],
      status: 'ready',
      fields: [],
      key: null,
    };
  }

  async check(): Promise<void> {
    // It is the app itself.
  }

  async submit(request: MakeRequest, _job: string | null, watch: Watch, signal: AbortSignal): Promise<Submitted> {
    const { prompt, size, seed } = request;
    const style = SKETCH_STYLES.find((name) => name === request.style) ?? null;
    if (seed === null) fail('invalid-input', { field: 'seed' });
    const order = { prompt, seed, size, style };
    const bytes =
      request.model === FILM
        ? await this.#film(order, request.seconds ?? 3, watch, signal)
        : await paintPicture(order, (done) => watch.progress(done), signal);
    return { kind: 'made', results: { places: [{ kind: 'bytes', bytes }], seed } };
  }

  async #film(order: SketchOrder, seconds: number, watch: Watch, signal: AbortSignal): Promise<Uint8Array> {
    const { size, seed } = order;
    const picture = { width: Math.round(size.width * ROOM), height: Math.round(size.height * ROOM) };
    const paint = { ...order, size: picture };
    const pixels = await paintPixels(paint, (done) => watch.progress(done * PAINTED), signal);
    return this.#films.film({ pixels, picture, ...size, seconds, seed }, signal);
  }

  async open(): Promise<Readable> {
    throw new Error('Sketch gives bytes.');
  }
}

function sketchModel(id: string, name: string, sizes: readonly PictureSize[]): ModelCapabilities {
  const more = { styles: SKETCH_STYLES, seed: true, maxPromptLength: 4000, price: { kind: 'free' } } as const;
  return { ...plainModel(id, name, sizes), ...more };
}
