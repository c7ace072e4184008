import type { ReadStream } from 'node:tty';

/** Nobody is at a terminal: what would be asked must come another way. */
export const canAsk = (): boolean => process.stdin.isTTY === true;

/** Asks without showing what is typed. Null when the person gave up (Ctrl-C, Ctrl-D on an empty line). */
export async function askHidden(question: string, input: ReadStream = process.stdin): Promise<string | null> {
  process.stderr.write(question);
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.resume();
  try {
    return await typedLine(input);
  } finally {
    input.setRawMode(false);
    input.pause();
    process.stderr.write('\n');
  }
}

function typedLine(input: ReadStream): Promise<string | null> {
  return new Promise((resolve) => {
    let typed: string[] = [];
    const end = (line: string | null) => {
      input.off('data', receive);
      input.off('end', giveUp);
      resolve(line);
    };
    const giveUp = () => end(null);
    const receive = (text: string | Buffer) => {
      for (const char of String(text)) {
        if (char === '\r' || char === '\n') return end(typed.join(''));
        if (char === '\u0003' || (char === '\u0004' && typed.length === 0)) return end(null);
        if (char === '\u007f' || char === '\b') typed.pop();
        else if (char === '\u0015') typed = [];
        else if (char >= ' ') typed.push(char);
      }
    };
    input.on('data', receive);
    input.once('end', giveUp);
  });
}

/** All of standard input, without the newline that ends it: `echo` and editors add one. */
export const readStdin = async (): Promise<string> => (await readAllOfStdin()).replace(/\r?\n$/, '');

/** All of standard input, as it is. */
export async function readAllOfStdin(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}
