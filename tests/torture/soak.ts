import { setTimeout } from 'node:timers/promises';
import { Dice } from './dice';
import { list, type Outcome } from './report';
import { judgeConsole, judgeContent, judgeJournal, judgeLog } from './soak/judge';
import { courseOf, growthIn, measuresOf, type Measures } from './soak/measures';
import { SoakRoom } from './soak/room';
import { Round } from './soak/round';

const MINUTES = 60;
/** Some rounds together take less: a page that answers nothing would keep the soak for ever. */
const STILL_MS = 15 * 60_000;
/** Rounds before the first measure: all screens have been seen, all code is loaded. */
const WARM_UP = 2;

const WHAT =
  'The real app over a bucket of some 450 objects, behind a network that lets 3 % of all requests fail, does everything in turn, round ' +
  'after round: files are dropped and sent, pictures generated, the bucket read again after somebody else has changed it, the library ' +
  'scrolled and searched, pictures and a film looked at, links copied, files downloaded and deleted, screens and themes changed. ' +
  'After each round memory is measured, garbage collected before; growth is that of the medians, from the second quarter to the last.';

/** An hour of mixed work; after a SIGUSR2 no further round begins, and what has been done is judged. */
export async function soak(seed: number, scale: number): Promise<Outcome> {
  const dice = new Dice(seed);
  const room = await SoakRoom.open(dice);
  try {
    const rounds: Measures[] = [];
    const began = Date.now();
    let until = began + MINUTES * scale * 60_000;
    process.once('SIGUSR2', () => (until = 0));
    let n = 0;
    while (Date.now() < until) {
      const measures = await Promise.race([
        oneRound(room, dice, n),
        setTimeout(STILL_MS, 'still' as const, { ref: false }),
      ]);
      n += 1;
      if (measures === 'still') return { what: WHAT, facts: { rounds: n }, broken: [`round ${n} stood still`] };
      if (n >= WARM_UP) rounds.push(measures);
      console.log(`round ${n}: ${inWords(rounds.at(-1))}${room.broken.length > 0 ? ', broken' : ''}`);
    }
    const minutes = (Date.now() - began) / 60_000;
    const broken = [...room.broken, ...growthIn(rounds), ...(await judgeEnd(room))];
    return { what: WHAT, facts: { minutes: minutes.toFixed(0), rounds: n, ...factsOf(room, rounds) }, broken };
  } finally {
    await room.close();
  }
}

async function oneRound(room: SoakRoom, dice: Dice, n: number): Promise<Measures> {
  await new Round(room, dice, n).run();
  return measuresOf(room.desk.app);
}

async function judgeEnd(room: SoakRoom): Promise<readonly string[]> {
  room.calmDown();
  await room.settle();
  const broken = [...(await judgeContent(room)), ...(await judgeJournal(room, 'running'))];
  await room.desk.app.quit();
  await room.start();
  await room.desk.tiles.first().waitFor();
  await room.desk.app.quit();
  return [...broken, ...(await judgeJournal(room, 'started')), ...(await judgeLog(room)), ...judgeConsole(room)];
}

function factsOf(room: SoakRoom, rounds: readonly Measures[]): Outcome['facts'] {
  const named: Readonly<Record<string, keyof Measures>> = {
    "main's heap, MiB": 'mainHeap',
    "the page's heap, MiB": 'pageHeap',
    'memory of all processes, MiB': 'memory',
    "the page's elements": 'nodes',
    "the page's listeners": 'listeners',
    'open files and connections of main': 'handles',
    'journal of transfers, MiB': 'transfersJournal',
    'journal of generation, MiB': 'tasksJournal',
    'index, MiB': 'index',
  };
  const courses = Object.entries(named).map(([words, name]) => [words, courseOf(rounds, name)] as const);
  return {
    requests: room.requests,
    'faults met': list(Object.fromEntries(room.weather.met)),
    'pictures and films that did not load for them': room.problems.length,
    'objects at the end': room.expected.size,
    ...Object.fromEntries(courses),
  };
}

function inWords(measures: Measures | undefined): string {
  if (measures === undefined) return 'warm-up';
  return Object.entries(measures)
    .map(([name, value]) => `${name} ${value.toFixed(1)}`)
    .join(', ');
}
