import { serve } from './web-server';

/** How the server answers the next request for a picture. */
export type ImageAnswer = 'b64' | 'url' | 'moderation' | 'rate-limit';

export interface ImageServer {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  readonly key: string;
  /** The bodies of the requests for pictures, in their order. */
  readonly asked: readonly unknown[];
  answer: ImageAnswer;
  close(): Promise<void>;
}

/** A server with the wire format of OpenAI's `/images/generations` (openai/openai-openapi): one key, one picture. */
export async function serveImages(picture: Uint8Array, key: string): Promise<ImageServer> {
  const asked: unknown[] = [];
  const web = await serve(async (request, response) => {
    const reply = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    };
    if (request.url === '/made.png') {
      response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url !== '/v1/images/generations') return reply(404, { error: { message: 'Not found' } });
    if (request.headers.authorization !== `Bearer ${key}`) {
      const message = `Incorrect API key provided: ${request.headers.authorization ?? ''}.`;
      return reply(401, { error: { message, type: 'invalid_request_error', code: 'invalid_api_key' } });
    }
    asked.push(JSON.parse(Buffer.concat(chunks).toString()));
    switch (server.answer) {
      case 'b64':
        return reply(200, { created: 1, data: [{ b64_json: Buffer.from(picture).toString('base64') }] });
      case 'url':
        return reply(200, { created: 1, data: [{ url: `${web.url}/made.png` }] });
      case 'moderation': {
        const message = 'Your request was rejected by the safety system.';
        return reply(400, { error: { message, type: 'image_generation_user_error', code: 'moderation_blocked' } });
      }
      case 'rate-limit': {
        const message = 'Rate limit reached for images per minute.';
        const error = { message, type: 'requests', code: 'rate_limit_exceeded' };
        return reply(429, { error }, { 'retry-after': '1' });
      }
    }
  });
  const server: ImageServer = { baseUrl: `${web.url}/v1`, key, asked, answer: 'b64', close: () => web.close() };
  return server;
}
