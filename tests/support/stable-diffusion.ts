import { serve } from './web-server';

export interface StableDiffusion {
  /** Without a slash at the end. */
  readonly url: string;
  /** The bodies of the requests for pictures, in their order. */
  readonly asked: readonly { readonly init_images?: readonly string[] }[];
  close(): Promise<void>;
}

/**
 * A stand-in for the web UI of AUTOMATIC1111, which needs a graphics card, in the wire format of its `modules/api/api.py`: one picture for
 * txt2img and img2img, and the progress of it.
 */
export async function serveStableDiffusion(picture: Uint8Array): Promise<StableDiffusion> {
  const asked: { init_images?: string[] }[] = [];
  const web = await serve(async (request, response) => {
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    switch (request.url?.split('?')[0] ?? '') {
      case '/sdapi/v1/progress':
        return reply(200, { progress: 0.5, current_image: null });
      case '/sdapi/v1/txt2img':
      case '/sdapi/v1/img2img': {
        asked.push(JSON.parse(Buffer.concat(chunks).toString()) as { init_images?: string[] });
        const info = JSON.stringify({ seed: 7 });
        return reply(200, { images: [Buffer.from(picture).toString('base64')], parameters: {}, info });
      }
      default:
        return reply(404, { detail: 'Not Found' });
    }
  });
  return { url: web.url, asked, close: () => web.close() };
}
