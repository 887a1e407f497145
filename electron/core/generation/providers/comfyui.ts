import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { fail } from '../../../../shared/failure';
import type { ModelCapabilities, ProviderInfo } from '../../../../shared/generation';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type {
  MakeRequest,
  Address,
  Provider,
  ProviderJobs,
  ReferencePicture,
  Results,
  Submitted,
  Watch,
} from '../provider';
import { ProviderSettings } from '../provider-settings';
import { aheadOf, explain, filesOf } from './comfy-answers';
import { cancelJob } from './comfy-cancel';
import { DEFAULT_WORKFLOW, filled, makesVideo, marksOf, readWorkflow, type Workflow } from './comfy-workflow';
import { both, learnedNames, MEGAPIXEL, plainModel, square } from './model-lists';
import { pollUntil, USUAL_PACE, type Pace } from './polling';
import { openResult } from './result-fetch';
import { askForJson, askOfJob, encodeForm, fileOf, type Service } from './service';

export const COMFYUI_BASE = 'http://127.0.0.1:8188';

/** The name of a workflow that brings its own model. */
const OWN = 'workflow';

const loader = z.object({
  CheckpointLoaderSimple: z.object({
    input: z.object({ required: z.object({ ckpt_name: z.tuple([z.array(z.string())]).rest(z.unknown()) }) }),
  }),
});
const queued = z.object({ prompt_id: z.string().regex(/^[\w-]+$/) });
const uploaded = z.object({ name: z.string(), subfolder: z.string().default('') });

/** A ComfyUI server, by a workflow of the person's own (Comfy-Org/ComfyUI server.py). No key: it knows of none. */
export class ComfyUiProvider implements Provider {
  readonly id = 'comfyui';
  readonly concurrency = 2;
  readonly repeatable = true;
  readonly settings: ProviderSettings;
  readonly jobs: ProviderJobs;
  readonly #fetch: WebFetch;
  /** Under which id to listen, by job, where it is not the job's own. */
  readonly #clients = new Map<string, string>();
  #read: { readonly text: string; readonly workflow: Workflow } | null = null;
  readonly #pace: Pace;

  constructor(keys: ProviderKeys, storage: ConfigStorage, fetch: WebFetch, pace: Pace = USUAL_PACE) {
    const specs = [
      { name: 'baseUrl', kind: 'address', preset: COMFYUI_BASE },
      { name: 'workflow', kind: 'json', preset: '', fits: (text: string) => readWorkflow(text) !== null },
    ] as const;
    this.settings = new ProviderSettings(this.id, specs, keys, storage);
    this.#fetch = fetch;
    this.#pace = pace;
    this.jobs = {
      newId: () => randomUUID(),
      follow: (job, watch, signal) => this.#follow(job, watch, signal),
      cancel: (job) => cancelJob(this.#service(), job, this.#pace.interval).catch(() => undefined),
    };
  }

  info(): ProviderInfo {
    const workflow = this.#workflow();
    const named = marksOf(workflow).has('checkpoint');
    const models = named ? learnedNames(this.settings.learned()) : [OWN];
    return {
      id: this.id,
      name: 'ComfyUI',
      demo: false,
      models: models.map((model) => capabilitiesOf(model, workflow)),
      // Which checkpoints there are is known once the server has been asked.
      status: models.length > 0 ? 'ready' : 'needs-setup',
      fields: this.settings.fields(),
      key: null,
    };
  }

  async check(signal: AbortSignal): Promise<void> {
    const service = this.#service();
    const path = '/object_info/CheckpointLoaderSimple';
    const parsed = loader.safeParse(await askForJson(service, { method: 'GET', path }, signal));
    if (!parsed.success)
      fail('provider-bad-answer', { host: new URL(service.base).host }, 'This is no ComfyUI server.');
    this.settings.learn(parsed.data.CheckpointLoaderSimple.input.required.ckpt_name[0].join('\n'));
  }

  async submit(request: MakeRequest, job: string | null, _watch: Watch, signal: AbortSignal): Promise<Submitted> {
    const service = this.#service();
    const id = job ?? randomUUID();
    const reference = request.reference === null ? null : await this.#upload(service, request.reference, signal);
    const prompt = filled(this.#workflow(), request, reference);
    const body = { prompt, client_id: id, prompt_id: id };
    const answer = queued.safeParse(await askForJson(service, { method: 'POST', path: '/prompt', body }, signal));
    // A server from before July 2025 takes no id of ours and gives its own (Comfy-Org/ComfyUI#8189).
    const own = answer.success ? answer.data.prompt_id : id;
    if (own !== id) this.#clients.set(own, id);
    return { kind: 'job', job: own };
  }

  async open(place: Address, signal: AbortSignal): Promise<Readable> {
    return openResult(place, this.#service(), signal);
  }

  async #follow(job: string, watch: Watch, signal: AbortSignal): Promise<Results> {
    const service = this.#service();
    const host = new URL(service.base).host;
    let word: (() => void) | null = null;
    // WebSockets are large, and needed here alone.
    const { listen } = await import('./comfy-socket');
    const stopListening = listen(service.base, job, this.#clients.get(job) ?? job, watch, () => word?.());
    let unknown = 0;
    try {
      const files = await pollUntil(
        async () => {
          const history = await askOfJob(service, `/history/${job}`, signal);
          const found = filesOf(history, job, host);
          if (found !== undefined) return found;
          const ahead = aheadOf(await askOfJob(service, '/queue', signal), job);
          if (ahead !== null && ahead > 0) watch.ahead(ahead);
          // It may have gone from the queue into the history between the two questions.
          unknown = ahead === null ? unknown + 1 : 0;
          return unknown > 1 ? fail('provider-job-gone', { host }) : undefined;
        },
        {
          ...this.#pace,
          pause: (ms) => Promise.race([wait(ms, undefined, { signal }), heard((told) => (word = told))]),
        },
        signal,
      );
      return { places: files.map((file) => ({ kind: 'url', url: viewOf(service.base, file) })), seed: null };
    } finally {
      stopListening();
      this.#clients.delete(job);
    }
  }

  async #upload(service: Service, reference: ReferencePicture, signal: AbortSignal): Promise<string> {
    const form = new FormData();
    form.set('image', await fileOf(reference), `flow-media-${randomUUID()}`);
    form.set('type', 'input');
    const question = { method: 'POST', path: '/upload/image', form: await encodeForm(form) } as const;
    const parsed = uploaded.safeParse(await askForJson(service, question, signal));
    if (!parsed.success)
      fail('provider-bad-answer', { host: new URL(service.base).host }, 'The picture was not taken.');
    const { name, subfolder } = parsed.data;
    return subfolder === '' ? name : `${subfolder}/${name}`;
  }

  #service(): Service {
    return { fetch: this.#fetch, base: this.settings.value('baseUrl'), headers: {}, key: null, explain };
  }

  /** Read once a text: the page is told of all providers ten times a second while something is made. */
  #workflow(): Workflow {
    const text = this.settings.value('workflow');
    if (this.#read?.text === text) return this.#read.workflow;
    const workflow = readWorkflow(text) ?? readWorkflow(DEFAULT_WORKFLOW);
    if (workflow === null) throw new Error('The workflow that comes with the app cannot be read.');
    this.#read = { text, workflow };
    return workflow;
  }
}

function heard(listen: (told: () => void) => void): Promise<void> {
  return new Promise((resolve) => listen(resolve));
}

function viewOf(
  base: string,
  file: { readonly filename: string; readonly subfolder: string; readonly type: string },
): string {
  return `${base}/view?${new URLSearchParams(file).toString()}`;
}

function capabilitiesOf(model: string, workflow: Workflow): ModelCapabilities {
  const marks = marksOf(workflow);
  const sized = marks.has('width') && marks.has('height');
  return {
    ...plainModel(model, model === OWN ? 'My workflow' : model, [...MEGAPIXEL, square(512), ...both(768, 512)]),
    makes: makesVideo(workflow) ? 'video' : 'image',
    side: sized ? { min: 64, max: 4096, step: 8, preset: 1024 } : null,
    seed: marks.has('seed'),
    negativePrompt: marks.has('negative'),
    steps: marks.has('steps') ? { min: 1, max: 150, step: 1, preset: 20 } : null,
    guidance: marks.has('guidance') ? { min: 1, max: 30, step: 0.5, preset: 7 } : null,
    reference: marks.has('reference'),
    extra: true,
    price: { kind: 'free' },
  };
}
