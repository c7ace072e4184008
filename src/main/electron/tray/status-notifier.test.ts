import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeCall, readAnswer } from './bus-message.ts';
import { busSockets, hasStatusNotifier } from './status-notifier.ts';

/** An answer as a bus sends it: what is asked for is the reply to call number 2. */
function answerBytes({
  replyTo,
  isError = false,
  value,
}: {
  replyTo: number;
  isError?: boolean;
  value?: boolean;
}): Buffer {
  const body = value === undefined ? Buffer.alloc(0) : Buffer.from([1, 0x62, 0, 0, value ? 1 : 0, 0, 0, 0]);
  const fields = Buffer.concat([
    // Its sender, as text, then the number of the call.
    Buffer.from([7, 1, 0x73, 0, 4, 0, 0, 0]),
    Buffer.from(':1.0\0\0\0\0'),
    Buffer.from([5, 1, 0x75, 0, replyTo, 0, 0, 0]),
  ]);
  const head = Buffer.from([0x6c, isError ? 3 : 2, 0, 1, body.length, 0, 0, 0, 9, 0, 0, 0, fields.length, 0, 0, 0]);
  const padding = Buffer.alloc((8 - (fields.length % 8)) % 8);
  return Buffer.concat([head, fields, padding, body]);
}

describe('messages of the bus', () => {
  it('are read whole, one after the other', () => {
    const first = answerBytes({ replyTo: 1 });
    const both = Buffer.concat([first, answerBytes({ replyTo: 2, value: true })]);
    for (let length = 0; length < first.length; length++) expect(readAnswer(both.subarray(0, length))).toBeUndefined();
    const read = readAnswer(both);
    expect(read?.answer).toEqual({ replyTo: 1, boolean: null });
    expect(readAnswer(Buffer.from(read!.rest))?.answer).toEqual({ replyTo: 2, boolean: true });
  });

  it('are written with every part at its place', () => {
    const call = encodeCall({
      serial: 2,
      destination: 'd.d',
      path: '/p',
      interface: 'i.i',
      member: 'M',
      texts: ['a', 'bc'],
    });
    const fieldsLength = call.readUInt32LE(12);
    const body = call.subarray(Math.ceil((16 + fieldsLength) / 8) * 8);
    expect(body).toEqual(Buffer.from('\x01\0\0\0a\0\0\0\x02\0\0\0bc\0'));
    expect(call.readUInt32LE(4)).toBe(body.length);
  });
});

describe('asking the desktop for a tray', () => {
  let folder: string;
  let server: Server | undefined;
  const open: Socket[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chronum-bus-'));
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.destroy();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A bus that answers the second call, in small pieces. */
  const bus = async (answer: Buffer, greeting = 'OK 1234\r\n'): Promise<string> => {
    const path = join(folder, 'bus');
    server = createServer((socket) => {
      open.push(socket);
      let said = '';
      socket.on('error', () => {});
      socket.on('data', (bytes: Buffer) => {
        const before = said;
        said += bytes.toString('latin1');
        if (!before.includes('\r\n') && said.includes('\r\n')) socket.write(greeting);
        if (!before.includes('BEGIN') && said.includes('BEGIN')) {
          for (const byte of Buffer.concat([answerBytes({ replyTo: 1 }), answer])) socket.write(Buffer.from([byte]));
        }
      });
    });
    await new Promise<void>((resolve) => server?.listen(path, resolve));
    return `unix:path=${path},guid=ab`;
  };
  const ask = (address: string) => hasStatusNotifier({ DBUS_SESSION_BUS_ADDRESS: address }, 1000);

  it('believes what the bus says', async () => {
    expect(await ask(await bus(answerBytes({ replyTo: 2, value: true })))).toBe(true);
  });
  it('finds none where nobody shows icons', async () => {
    expect(await ask(await bus(answerBytes({ replyTo: 2, value: false })))).toBe(false);
  });
  it('finds none where nobody knows of icons', async () => {
    expect(await ask(await bus(answerBytes({ replyTo: 2, isError: true })))).toBe(false);
  });
  it('finds none where the bus does not let us in, or is not there', async () => {
    expect(await ask(await bus(Buffer.alloc(0), 'REJECTED EXTERNAL\r\n'))).toBe(false);
    expect(await ask('unix:path=/nowhere/bus')).toBe(false);
    expect(await ask('tcp:host=localhost,port=1')).toBe(false);
  });
});

it('knows where buses listen', () => {
  expect(busSockets({ DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=/tmp/a%2db,guid=1;unix:path=/run/x' }, 5)).toEqual([
    '\0/tmp/a-b',
    '/run/x',
  ]);
  expect(busSockets({ XDG_RUNTIME_DIR: '/run/user/7' }, 7)).toEqual(['/run/user/7/bus']);
  expect(busSockets({}, 7)).toEqual(['/run/user/7/bus']);
});
