import type { ServerResponse } from 'node:http';

/** What a caller is told: PicGo's shape. */
export type Answer =
  | { readonly status: 200; readonly result: readonly string[] | string }
  | { readonly status: Exclude<number, 200>; readonly message: string };

/** What a caller has done wrong, or what has failed for it. */
export class ApiError extends Error {
  constructor(
    readonly status: 400 | 404 | 405 | 413 | 415 | 422 | 502 | 503 | 504,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** JSON as PicGo answers, or with `plain` a line an address. */
export function send(response: ServerResponse, answer: Answer, plain: boolean): void {
  if (response.destroyed || response.headersSent) return;
  response.statusCode = answer.status;
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  // What is left of a body that nobody reads would be taken for the next request.
  if (!('result' in answer)) response.setHeader('Connection', 'close');
  if (plain) {
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    response.end(`${'result' in answer ? [answer.result].flat().join('\n') : answer.message}\n`);
    return;
  }
  const body =
    'result' in answer
      ? { success: true, result: answer.result }
      : { success: false, message: answer.message, result: [] };
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}
