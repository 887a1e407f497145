import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FailureError } from '../../../../shared/failure';
import { isAbort } from '../../store/abort';
import { mutated } from '../../../../tests/support/fuzz/any-value';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type { Provider } from '../provider';
import { ComfyUiProvider } from './comfyui';
import { FalProvider } from './fal';
import { HttpBackendProvider } from './http-backend';
import { OpenAiProvider } from './openai';
import { ReplicateProvider } from './replicate';
import { SdWebUiProvider } from './sd-webui';
import { fetch, png, StandIn } from './service.test-support';
import { WorkersAiProvider } from './workers-ai';

const RUNS = 30;
const PACE = { interval: 1, patience: 200 };
/** A service may say for ever that it is still at work: then a person ends it. */
const LIMIT_MS = 2000;
const KEY = 'sk-hostile-0123456789';
const ACCOUNT = '0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa';

interface Service {
  readonly model: string;
  make(keys: ProviderKeys, config: ConfigStorage, url: string): Provider;
  fields(url: string): Readonly<Record<string, string>>;
  /** Answers as the real one would give them somewhere on the way, `AT` standing for its address. */
  readonly answers: readonly unknown[];
}

const AT = 'http://AT';

const SERVICES: Readonly<Record<string, Service>> = {
  openai: {
    model: 'gpt-image-1',
    make: (keys, config) =>
      new OpenAiProvider(keys, config, fetch, { answer: { maxBytes: 1e6, timeLimit: 10_000 }, pace: PACE }),
    fields: (url) => ({ baseUrl: `${url}/v1`, model: 'gpt-image-1' }),
    answers: [
      { data: [{ b64_json: 'iVBORw0KGgo=' }] },
      { data: [{ url: `${AT}/a.png` }] },
      { data: [{ id: 'gpt-image-1' }] },
      { error: { message: 'no', code: 'x' } },
    ],
  },
  fal: {
    model: 'fal-ai/flux/dev',
    make: (keys, config) => new FalProvider(keys, config, fetch, PACE),
    fields: (url) => ({ baseUrl: url }),
    answers: [
      {
        status: 'IN_QUEUE',
        request_id: 'r1',
        queue_position: 2,
        status_url: `${AT}/s`,
        response_url: `${AT}/r`,
        cancel_url: `${AT}/c`,
      },
      {
        status: 'COMPLETED',
        images: [{ url: `${AT}/a.png`, content_type: 'image/png' }],
        seed: 42,
        request_id: 'r1',
        status_url: `${AT}/s`,
        response_url: `${AT}/r`,
        cancel_url: `${AT}/c`,
      },
      { detail: [{ msg: 'no', loc: ['body', 'prompt'] }] },
    ],
  },
  replicate: {
    model: 'owner/model',
    make: (keys, config) => new ReplicateProvider(keys, config, fetch, PACE),
    fields: (url) => ({ baseUrl: `${url}/v1`, models: 'owner/model' }),
    answers: [
      {
        id: 'p1',
        status: 'succeeded',
        output: [`${AT}/a.png`],
        urls: { get: `${AT}/p`, cancel: `${AT}/c` },
        error: null,
        latest_version: {
          id: 'v',
          openapi_schema: { components: { schemas: { Input: { properties: { prompt: { type: 'string' } } } } } },
        },
      },
      { id: 'p1', status: 'failed', output: null, error: 'NSFW', urls: { get: `${AT}/p` } },
      { title: 'no', detail: 'x', status: 422 },
    ],
  },
  'sd-webui': {
    model: 'current',
    make: (keys, config) => new SdWebUiProvider(keys, config, fetch),
    fields: (url) => ({ baseUrl: url }),
    answers: [
      { images: ['iVBORw0KGgo='], info: '{"seed": 5}' },
      { progress: 0.5, current_image: 'iVBORw0KGgo=' },
      [{ model_name: 'x', title: 'x' }],
      { detail: 'x', errors: '' },
    ],
  },
  'http-backend': {
    model: 'backend',
    make: (keys, config) => new HttpBackendProvider(keys, config, fetch, PACE),
    fields: (url) => ({ baseUrl: url }),
    answers: [
      { id: 'j', status: 'done', progress: 1, url: `${AT}/a.png`, seed: 3 },
      { job_id: 'j', state: 'running' },
      { images: [`${AT}/a.png`] },
      { error: 'x' },
    ],
  },
  'workers-ai': {
    model: '@cf/leonardo/lucid-origin',
    make: (keys, config, url) => new WorkersAiProvider(keys, config, fetch, url, () => ACCOUNT),
    fields: () => ({}),
    answers: [
      { success: true, errors: [], result: { image: 'iVBORw0KGgo=' } },
      { success: false, errors: [{ code: 10000, message: 'no' }], result: null },
      { success: true, result: [{ name: '@cf/x', task: { name: 'Text-to-Image' } }] },
    ],
  },
  comfyui: {
    model: 'sdxl.safetensors',
    make: (keys, config) => new ComfyUiProvider(keys, config, fetch, PACE),
    fields: (url) => ({ baseUrl: url }),
    answers: [
      { prompt_id: 'p', number: 1, node_errors: {} },
      { CheckpointLoaderSimple: { input: { required: { ckpt_name: [['sdxl.safetensors']] } } } },
      {
        p: {
          outputs: { '9': { images: [{ filename: 'a.png', subfolder: '', type: 'output' }] } },
          status: { status_str: 'success', completed: true, messages: [] },
        },
      },
      { queue_running: [[1, 'p', {}, {}, []]], queue_pending: [] },
      { error: { type: 'x', message: 'no' }, node_errors: { '3': { errors: [{ message: 'x' }] } } },
    ],
  },
};

const STATUSES = [200, 200, 200, 201, 400, 401, 403, 404, 422, 429, 500] as const;

/** Each answer comes in its turn, over and over. */
const conversations = ({ answers }: Service) =>
  fc.array(
    fc.tuple(
      fc.constantFrom(...STATUSES),
      fc.oneof(fc.constantFrom(...answers), fc.constantFrom(...answers).chain(mutated)),
    ),
    { minLength: 1, maxLength: 5 },
  );

function textOf(value: unknown, url: string): string {
  const text =
    JSON.stringify(value, (_name, field: unknown) => (typeof field === 'bigint' ? String(field) : field)) ?? '';
  return text.replaceAll(AT, url);
}

async function wrongWith(
  service: Service,
  answers: readonly (readonly [status: number, value: unknown])[],
): Promise<string | null> {
  const picture = await png();
  let turn = 0;
  const server = await StandIn.start((asked, response) => {
    if (asked.path.endsWith('.png')) return void response.end(picture);
    const [status, value] = answers[turn++ % answers.length] ?? [200, null];
    response.writeHead(status, { 'content-type': 'application/json' }).end(textOf(value, server.url));
  });
  const provider = service.make(memoryKeys(), memoryConfig(), server.url);
  const late = AbortSignal.timeout(LIMIT_MS);
  try {
    await provider.settings?.setUp({ provider: provider.id, fields: service.fields(server.url), apiKey: KEY });
    for (const ask of [
      () => provider.check(late),
      () => firstResult(provider, { model: service.model, prompt: 'A fox' }, late),
    ]) {
      const wrong = await ask().then(
        () => null,
        (error: unknown) => judge(error, late),
      );
      if (wrong !== null) return wrong;
      provider.info();
    }
    return null;
  } finally {
    await server.close();
  }
}

function judge(error: unknown, late: AbortSignal): string | null {
  if (late.aborted && isAbort(error)) return null;
  if (error instanceof FailureError) return error.message.includes(KEY) ? 'the key is in the failure' : null;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

it.each(Object.entries(SERVICES))(
  'whatever %s answers, it is a result or a failure that has words',
  { timeout: 300_000 },
  async (_name, service) => {
    const seed = Date.now() % 1_000_000;
    const wrong: string[] = [];
    const work = fc.sample(conversations(service), { numRuns: RUNS, seed }).values();
    const lane = async (): Promise<void> => {
      for (const answers of work) {
        const what = await wrongWith(service, answers);
        if (what !== null) wrong.push(`seed ${seed}: ${what}; ${textOf(answers, AT).slice(0, 600)}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    expect(wrong).toEqual([]);
  },
);
