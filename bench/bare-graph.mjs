// The floor: the same graph with the same command and concurrency, spawned by a bare Node that records nothing.
// node bare-graph.mjs <graph as JSON: needs by number> <concurrency> <command> [args]: prints milliseconds.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [graphFile, concurrency, command, ...args] = process.argv.slice(2);
const needs = JSON.parse(readFileSync(graphFile, 'utf8'));
const dependents = needs.map(() => []);
const open = needs.map((list, i) => {
  for (const n of list) dependents[n].push(i);
  return list.length;
});
const ready = needs.flatMap((list, i) => (list.length === 0 ? [i] : []));
let running = 0;
let left = needs.length;
const started = performance.now();

function next() {
  while (running < Number(concurrency) && ready.length > 0) {
    const step = ready.shift();
    running++;
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child.stdout.resume();
    child.stderr.resume();
    child.on('close', () => {
      running--;
      left--;
      for (const d of dependents[step]) if (--open[d] === 0) ready.push(d);
      if (left === 0) console.log(performance.now() - started);
      else next();
    });
  }
}
next();
