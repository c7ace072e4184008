// The peer for durable steps: BullMQ flows on a redis-server of our own on 127.0.0.1, no-op processors, eight at a time.
// Neither comes with the project. To measure them: `apt-get install redis-server` and `npm install --no-save bullmq ioredis`.
// node bullmq.mjs <steps> <everysec|always>: prints steps a second of a chain and of a fan-out as JSON, or why it cannot.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [steps, fsync] = [Number(process.argv[2]), process.argv[3]];
/** It refuses trees of 5,000 levels. */
const CHAIN = Math.min(steps, 1_000);

const bullmq = await import('bullmq').catch(() => null);
if (bullmq === null) tell({ missing: 'bullmq is not installed (npm install --no-save bullmq ioredis)' });

const folder = mkdtempSync(join(tmpdir(), 'chronum-bench-redis-'));
const port = await freePort();
const redis = spawn(
  'redis-server',
  ['--bind', '127.0.0.1', '--port', port, '--dir', folder, '--appendonly', 'yes', '--appendfsync', fsync, '--save', ''],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
process.once('exit', () => {
  redis.kill();
  rmSync(folder, { recursive: true, force: true });
});
redis.once('error', () => tell({ missing: 'redis-server is not installed (apt-get install redis-server)' }));
await new Promise((ready) => {
  redis.stdout.on('data', (text) => String(text).includes('Ready to accept') && ready());
});

const connection = { host: '127.0.0.1', port: Number(port) };
const options = { connection, prefix: 'bench' };
const producer = new bullmq.FlowProducer(options);
const worker = new bullmq.Worker('steps', async () => null, { ...options, concurrency: 8, autorun: false });
const job = (name, children = []) => ({ name, queueName: 'steps', children });

let chain = job('s0');
for (let i = 1; i < CHAIN; i++) chain = job(`s${i}`, [chain]);
const leaves = Array.from({ length: steps - 1 }, (_, i) => job(`leaf${i}`));
void worker.run();
const result = { chain: await rate(chain, CHAIN), fanOut: await rate(job('root', leaves), steps) };
await worker.close();
await producer.close();
tell(result);

/** From its start to the end of its root, as a run of ours is measured. */
async function rate(root, count) {
  let done = 0;
  const finished = new Promise((resolve) => {
    const tally = () => {
      if (++done < count) return;
      worker.off('completed', tally);
      resolve();
    };
    worker.on('completed', tally);
  });
  const started = performance.now();
  await producer.add(root);
  await finished;
  return count / ((performance.now() - started) / 1_000);
}

function tell(answer) {
  console.log(JSON.stringify(answer));
  process.exit(0);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
