import { Readable } from 'node:stream';
import { fail } from '../../../../shared/failure';
import type { PictureSize, ProviderInfo } from '../../../../shared/generation';
import { plainModel } from './model-lists';
import type { MakeRequest, Place, Provider, Submitted, Watch } from '../provider';
import { paintPicture } from '../sketch/paint';
import { SKETCH_STYLES } from '../sketch/style';

const SIZES: readonly PictureSize[] = [
  { width: 1024, height: 1024 },
  { width: 1152, height: 896 },
  { width: 896, height: 1152 },
  { width: 1344, height: 768 },
  { width: 768, height: 1344 },
  { width: 512, height: 512 },
];

/** Pictures made in the app itself, from the prompt's words and the seed: no network, no account, no model. */
export class SketchProvider implements Provider {
  readonly id = 'sketch';
  readonly concurrency = 1;
  readonly repeatable = true;
  readonly settings = null;
  readonly jobs = null;

  info(): ProviderInfo {
    return {
      id: this.id,
      name: 'Sketch',
      demo: true,
      models: [
        {
          ...plainModel('sketch-1', 'Sketch 1', SIZES),
          styles: SKETCH_STYLES,
          seed: true,
          maxPromptLength: 4000,
          price: { kind: 'free' },
        },
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
    const bytes = await paintPicture({ prompt, seed, size, style }, (done) => watch.progress(done), signal);
    return { kind: 'made', results: { places: [{ kind: 'bytes', bytes }], seed } };
  }

  async open(place: Place): Promise<Readable> {
    if (place.kind !== 'bytes') throw new Error('Sketch gives bytes.');
    return Readable.from([Buffer.from(place.bytes)]);
  }
}
