/**
 * A process that uses a store the way another app or terminal does, for tests that end it or compete with it. Run by plain Node:
 *
 *   node src/testing/store-child.ts <what> <data folder> [...]
 *
 * Says what it did in lines on stdout.
 */
import { runStream } from '../core/run/event.ts';
import { SequenceConflict } from '../main/ports/event-log.ts';
import { openStore } from '../main/store/open-store.ts';
import { attemptStarted, instant, runCreated, runFinished, runStarted } from './run-fixtures.ts';

const [what, dataFolder = '', ...rest] = process.argv.slice(2);
const say = (line: unknown) => process.stdout.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);

/** Takes locks and holds them until it is killed. */
function hold(lockName: string): void {
  const store = openStore({ dataFolder });
  const owner = store.owners.claim('daemon');
  say({ owner, holds: store.owners.tryHold(lockName) });
  setInterval(() => {}, 60_000);
}

/** Appends runs of `size` events, each run in one transaction, until it is killed; says each number once it is committed. */
async function appendForever(size: number): Promise<void> {
  const store = openStore({ dataFolder });
  for (let n = 0; ; n++) {
    const runId = `${process.pid}-${n}`;
    const middle = Array.from({ length: size - 3 }, (_, step) => attemptStarted(runId, `s${step}`, instant(n)));
    const events = [
      runCreated(runId, instant(n)),
      runStarted(runId, instant(n)),
      ...middle,
      runFinished(runId, instant(n)),
    ];
    await store.events.append(runStream(runId), 0, events);
    say(`${n}`);
  }
}

/** Appends `count` events to streams shared with other processes, learning the number anew after each conflict. */
async function compete(count: number, streams: number): Promise<void> {
  const store = openStore({ dataFolder });
  const seqs = new Map<string, number>();
  let conflicts = 0;
  for (let done = 0; done < count; ) {
    const runId = `shared-${Math.floor(Math.random() * streams)}`;
    const stream = runStream(runId);
    const seq = seqs.get(stream) ?? 0;
    const event =
      seq === 0 ? runCreated(runId, instant(0)) : attemptStarted(runId, `${process.pid}-${done}`, instant(done));
    try {
      await store.events.append(stream, seq, [event]);
      seqs.set(stream, seq + 1);
      done++;
    } catch (error) {
      if (!(error instanceof SequenceConflict)) throw error;
      conflicts++;
      seqs.set(stream, error.actualSeq);
    }
  }
  store.close();
  say({ conflicts });
}

if (what === 'hold') hold(rest[0] ?? 'schedules');
else if (what === 'append') await appendForever(Number(rest[0] ?? 10));
else if (what === 'compete') await compete(Number(rest[0]), Number(rest[1]));
else if (what === 'open') openStore({ dataFolder }).close();
else throw new Error(`unknown: ${what}`);
