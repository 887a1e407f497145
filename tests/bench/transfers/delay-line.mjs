// node delay-line.mjs PORT MS: a TCP proxy to 127.0.0.1:PORT that holds every byte back for MS each way. Prints its own port.
// Bytes wait in a queue for each way, so that it adds latency and takes no throughput away. A process of its own, so that its
// work is not on the account of what is measured.
import { connect, createServer } from 'node:net';

const [port, delay] = process.argv.slice(2).map(Number);
/** As much as may be on the way, each way: 1 GB/s at 15 ms. */
const WINDOW = 16 * 1024 * 1024;

function carry(from, to) {
  const waiting = [];
  let bytes = 0;
  let timer = null;
  const release = () => {
    timer = null;
    const now = performance.now();
    while (waiting.length > 0 && waiting[0].due <= now) {
      const { chunk } = waiting.shift();
      if (chunk === null) to.end();
      else {
        bytes -= chunk.length;
        to.write(chunk);
      }
    }
    if (bytes < WINDOW && from.isPaused()) from.resume();
    plan();
  };
  const plan = () => {
    if (timer === null && waiting.length > 0)
      timer = setTimeout(release, Math.max(0, waiting[0].due - performance.now()));
  };
  const hold = (chunk) => {
    waiting.push({ chunk, due: performance.now() + delay });
    plan();
  };
  from.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes >= WINDOW) from.pause();
    hold(chunk);
  });
  from.on('end', () => hold(null));
  from.on('error', () => to.destroy());
  from.on('close', () => hold(null));
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
  const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  carry(near, far);
  carry(far, near);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
