import { fail } from '../../../../shared/failure';
import type { PictureSize, ProviderInfo } from '../../../../shared/generation';
import { PNG } from '../picture-type';
import type { MadePicture, PictureRequest, Provider } from '../provider';
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

  info(): ProviderInfo {
    return {
      id: this.id,
      name: 'Sketch',
      demo: true,
      models: [
        {
          id: 'sketch-1',
          name: 'Sketch 1',
          sizes: SIZES,
          styles: SKETCH_STYLES,
          seed: true,
          maxCount: 8,
          maxPromptLength: 4000,
        },
      ],
      status: 'ready',
      baseUrl: null,
      key: null,
    };
  }

  async make(request: PictureRequest, progress: (done: number) => void, signal: AbortSignal): Promise<MadePicture> {
    const { prompt, size, seed } = request;
    const style = SKETCH_STYLES.find((name) => name === request.style) ?? null;
    if (seed === null) fail('invalid-input', { field: 'seed' });
    const bytes = await paintPicture({ prompt, seed, size, style }, progress, signal);
    return { bytes, type: PNG, seed };
  }
}
