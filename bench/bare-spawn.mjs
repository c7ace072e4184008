// The floor: the same spawns from a Node script that does nothing else. Prints milliseconds a process.
import { spawn } from 'node:child_process';

const [count, concurrency, command, ...args] = process.argv.slice(2);
let next = 0;
const worker = async () => {
  while (next < Number(count)) {
    next++;
    await new Promise((resolve, reject) => {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.resume();
      child.stderr.resume();
      child.on('error', reject);
      child.on('close', resolve);
    });
  }
};
const start = performance.now();
await Promise.all(Array.from({ length: Number(concurrency) }, worker));
console.log((performance.now() - start) / Number(count));
