// The floor: a Node script that pipes the output of a program into a file. Prints megabytes a second.
import { spawn } from 'node:child_process';
import { createWriteStream, statSync } from 'node:fs';

const [file, command, ...args] = process.argv.slice(2);
const start = performance.now();
const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
const target = createWriteStream(file);
child.stdout.pipe(target);
await new Promise((resolve, reject) => {
  target.on('finish', resolve);
  target.on('error', reject);
});
console.log(statSync(file).size / 1000 / (performance.now() - start));
