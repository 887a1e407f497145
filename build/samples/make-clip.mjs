// Paints first-light.mp4, the sandbox bucket's clip, with Sketch and ffmpeg (which nothing else here needs):
//   node build/samples/make-clip.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const WIDTH = 960;
const HEIGHT = 540;
const FRAMES = 150;
const FRAMES_PER_SECOND = 30;
const PROMPT = 'first light, sunrise';

const root = fileURLToPath(new URL('../..', import.meta.url));
const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false },
});
const sketch = '/electron/core/generation/sketch';
const { briefOf } = await server.ssrLoadModule(`${sketch}/brief.ts`);
const { canvasOf } = await server.ssrLoadModule(`${sketch}/canvas.ts`);
const { finish } = await server.ssrLoadModule(`${sketch}/finish.ts`);
const { paintMovingDunes } = await server.ssrLoadModule(`${sketch}/styles/dunes.ts`);

const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${WIDTH}x${HEIGHT}`, '-r', String(FRAMES_PER_SECOND)];
const coded = ['-c:v', 'libx264', '-preset', 'veryslow', '-crf', '21', '-pix_fmt', 'yuv420p', '-g', '30'];
const target = fileURLToPath(new URL('first-light.mp4', import.meta.url));
const arguments_ = [...input, '-i', '-', ...coded, '-movflags', '+faststart', '-y', target];
const ffmpeg = spawn('ffmpeg', ['-loglevel', 'error', ...arguments_], { stdio: ['pipe', 'inherit', 'inherit'] });

for (let frame = 0; frame < FRAMES; frame++) {
  const bytes = paint(frame / (FRAMES - 1));
  if (!ffmpeg.stdin.write(bytes)) await once(ffmpeg.stdin, 'drain');
}
ffmpeg.stdin.end();
const [code] = await once(ffmpeg, 'close');
await server.close();
process.exitCode = code;

function paint(time) {
  const brief = briefOf({ prompt: PROMPT, seed: 11, size: { width: WIDTH, height: HEIGHT }, style: 'Dunes' });
  const canvas = canvasOf(WIDTH, HEIGHT);
  const eased = time * time * (3 - 2 * time);
  for (const _ of paintMovingDunes(canvas, brief, eased * 0.35 + time * 0.65)) continue;
  // Grain would cost the clip most of its bytes.
  const steps = finish(canvas, { vignette: 0.3, grain: 0.35, seed: 1 });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
