// Runs under Node 22: node miniflare-child.mjs <miniflare's main file> <settings as JSON>. Prints the S3 endpoint, and ends with stdin.
import { createRequire } from 'node:module';

const [, , main, settings] = process.argv;
const { Miniflare } = createRequire(import.meta.url)(main);
const { dir, buckets, accessKeyId, secretAccessKey } = JSON.parse(settings);

const miniflare = new Miniflare({
  modules: true,
  script: 'export default { fetch() { return new Response(null, { status: 404 }); } };',
  compatibilityDate: '2026-01-01',
  host: '127.0.0.1',
  port: 0,
  r2Persist: dir,
  r2Buckets: Object.fromEntries(
    buckets.map((id) => [`BUCKET_${id}`, { id, s3Credentials: { accessKeyId, secretAccessKey } }]),
  ),
});

const url = await miniflare.ready;
process.stdout.write(`${url.origin}/cdn-cgi/local/r2/s3\n`);
process.stdin.resume().once('end', () => void miniflare.dispose().then(() => process.exit(0)));
