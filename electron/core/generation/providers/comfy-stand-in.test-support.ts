import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { png } from './service.test-support';

/** What a stand-in does with a job that it is given. */
export type Conduct = 'finishes' | 'fails' | 'waits' | 'forgets';

interface Kept {
  readonly id: string;
  readonly prompt: Record<string, { readonly inputs: Record<string, unknown> }>;
  readonly client: string;
}

interface Taken {
  readonly prompt: Kept['prompt'];
  readonly prompt_id: string;
  readonly client_id: string;
}

type CallOff = { readonly delete: readonly string[] } | { readonly prompt_id: string };

/**
 * A stand-in for a ComfyUI server on loopback, with a real websocket: the questions and messages of its server.py and of
 * script_examples/websockets_api_example.py. There is no graphics card in a test.
 */
export class ComfyStandIn {
  conduct: Conduct = 'finishes';
  /** Files that a finished job names. */
  files = [{ filename: 'a.png', subfolder: '', type: 'output' }];
  checkpoints = ['dream.safetensors', 'sdxl.safetensors'];
  /** What is sent of a picture that is being made. */
  preview: Uint8Array = Buffer.from('preview');
  /** The picture of the n-th job; a small PNG without it. */
  pictureOf: ((n: number) => Buffer) | null = null;
  /**
   * Gives jobs ids of its own, whatever it was given, as servers before July 2025 do (Comfy-Org/ComfyUI#8189), and interrupts what runs,
   * whatever it was told (#9607).
   */
  ownIds = false;
  /** Hears of each question before it is answered. */
  onAsked: (path: string) => void = () => undefined;
  readonly jobs: Kept[] = [];
  readonly paths: string[] = [];
  readonly interrupted: unknown[] = [];
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #clients = new Map<string, WebSocket>();
  readonly #done = new Set<string>();
  readonly #calledOff = new Set<string>();

  private constructor(server: Server) {
    this.#server = server;
    this.#sockets = new WebSocketServer({ server, path: '/ws' });
    this.#sockets.on('connection', (socket, request) => {
      const client = new URL(request.url ?? '', 'http://x').searchParams.get('clientId') ?? '';
      this.#clients.set(client, socket);
      for (const job of this.jobs) if (job.client === client) this.#work(job);
    });
  }

  static async start(port = 0): Promise<ComfyStandIn> {
    const server = createServer();
    const own = new ComfyStandIn(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void own.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return own;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Ends a job that waits, as the card would. */
  finish(id: string): void {
    this.#done.add(id);
    this.#tell(id, { type: 'execution_success', data: { prompt_id: id } });
  }

  #work(job: Kept): void {
    if (this.conduct === 'waits' || this.#done.has(job.id)) return;
    this.#show(job);
    if (this.conduct === 'finishes') this.finish(job.id);
    if (this.conduct === 'fails') {
      this.#done.add(job.id);
      this.#tell(job.id, { type: 'execution_error', data: { prompt_id: job.id } });
    }
  }

  /** Tells of jobs that wait as if they were being worked on. */
  paint(): void {
    for (const job of this.jobs) if (!this.#done.has(job.id)) this.#show(job);
  }

  #show({ id, client }: Kept): void {
    this.#tell(id, { type: 'execution_start', data: { prompt_id: id } });
    this.#tell(id, { type: 'progress', data: { prompt_id: id, node: '3', value: 5, max: 20 } });
    this.#clients.get(client)?.send(frame(1, Buffer.from(this.preview)));
  }

  #tell(id: string, message: unknown): void {
    const job = this.jobs.find((one) => one.id === id);
    if (job !== undefined) this.#clients.get(job.client)?.send(JSON.stringify(message));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://x');
    this.paths.push(`${request.method} ${url.pathname}`);
    this.onAsked(url.pathname);
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    if (url.pathname === '/prompt') return this.#take(JSON.parse(body) as Taken, json);
    if (url.pathname.startsWith('/history/')) return json(200, this.#history(url.pathname.slice('/history/'.length)));
    if (url.pathname === '/queue' && request.method === 'GET') return json(200, this.#queue());
    if (url.pathname === '/queue' || url.pathname === '/interrupt') {
      this.#callOff(JSON.parse(body) as CallOff);
      return json(200, {});
    }
    if (url.pathname === '/upload/image') return json(200, { name: 'start.png', subfolder: '', type: 'input' });
    if (url.pathname === '/object_info/CheckpointLoaderSimple') {
      const input = { required: { ckpt_name: [this.checkpoints, {}] } };
      return json(200, { CheckpointLoaderSimple: { input } });
    }
    if (url.pathname === '/view') return void response.end(await this.#picture(url.searchParams.get('filename') ?? ''));
    return json(404, {});
  }

  #take(asked: Taken, json: (status: number, body: unknown) => void): void {
    const missing = Object.entries(asked.prompt).find(([, { inputs }]) => inputs['ckpt_name'] === 'gone.safetensors');
    if (missing !== undefined) {
      const errors = [{ message: 'Value not in list', details: "ckpt_name: 'gone.safetensors' not in list" }];
      const error = {
        type: 'prompt_outputs_failed_validation',
        message: 'Prompt outputs failed validation',
        details: '',
      };
      return json(400, { error, node_errors: { [missing[0]]: { class_type: 'CheckpointLoaderSimple', errors } } });
    }
    const id = this.ownIds ? `own-${this.jobs.length + 1}` : asked.prompt_id;
    if (this.conduct !== 'forgets') this.jobs.push({ id, prompt: asked.prompt, client: asked.client_id });
    json(200, { prompt_id: id, number: 1, node_errors: {} });
  }

  #callOff(asked: CallOff): void {
    this.interrupted.push(asked);
    const [running, ...waiting] = this.#open().map(({ id }) => id);
    if ('delete' in asked) {
      for (const id of waiting) if (asked.delete.includes(id)) this.#calledOff.add(id);
    } else if (running !== undefined && (this.ownIds || asked.prompt_id === running)) this.#calledOff.add(running);
  }

  #history(id: string): unknown {
    if (!this.#done.has(id)) return {};
    if (this.conduct === 'fails') {
      const messages = [['execution_error', { exception_message: 'Allocation on device' }]];
      return { [id]: { outputs: {}, status: { status_str: 'error', completed: false, messages } } };
    }
    const status = { status_str: 'success', completed: true, messages: [] };
    return { [id]: { outputs: { '9': { images: this.#filesOf(id) } }, status } };
  }

  /** As ComfyUI numbers them, where jobs have pictures of their own. */
  #filesOf(id: string): readonly unknown[] {
    const n = this.jobs.findIndex((job) => job.id === id);
    return this.pictureOf === null
      ? this.files
      : this.files.map((file) => ({ ...file, filename: `${n}_${file.filename}` }));
  }

  async #picture(filename: string): Promise<Uint8Array> {
    return this.pictureOf?.(Number.parseInt(filename)) ?? (await png());
  }

  #queue(): unknown {
    const rows = this.#open().map(({ id, client }, index) => [index, id, {}, { client_id: client }, []]);
    return { queue_running: rows.slice(0, 1), queue_pending: rows.slice(1) };
  }

  /** The first of them runs. */
  #open(): readonly Kept[] {
    return this.jobs.filter(({ id }) => !this.#done.has(id) && !this.#calledOff.has(id));
  }
}

function frame(kind: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(kind, 0);
  head.writeUInt32BE(1, 4);
  return Buffer.concat([head, bytes]);
}
