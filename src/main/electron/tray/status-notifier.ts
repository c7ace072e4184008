import { connect, type Socket } from 'node:net';
import { isAbsolute, join } from 'node:path';
import { type BusCall, encodeCall, readAnswer } from './bus-message.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const PATIENCE_MS = 2_000;

const HELLO: BusCall = {
  serial: 1,
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'Hello',
  texts: [],
};
const IS_HOST_THERE: BusCall = {
  serial: 2,
  destination: 'org.kde.StatusNotifierWatcher',
  path: '/StatusNotifierWatcher',
  interface: 'org.freedesktop.DBus.Properties',
  member: 'Get',
  texts: ['org.kde.StatusNotifierWatcher', 'IsStatusNotifierHostRegistered'],
};

/**
 * Whether the desktop shows tray icons, which Linux desktops do through a StatusNotifier host on the session bus. False too when
 * the bus cannot be asked; older trays (XEmbed) are not found: the setting `tray: always` is for them.
 */
export async function hasStatusNotifier(environment: Environment, userId: number): Promise<boolean> {
  for (const path of busSockets(environment, userId)) {
    const answer = await ask(path, userId);
    if (answer !== undefined) return answer;
  }
  return false;
}

/** Where the session bus listens, for `connect`; an abstract socket begins with a zero byte. */
export function busSockets(
  { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: runtime }: Environment,
  userId: number,
): string[] {
  if (!address) return [join(runtime && isAbsolute(runtime) ? runtime : `/run/user/${userId}`, 'bus')];
  return address.split(';').flatMap((one) => {
    const parts = new Map(
      one
        .replace(/^unix:/, '')
        .split(',')
        .map((part) => part.split('=', 2) as [string, string]),
    );
    const [path, abstract] = [parts.get('path'), parts.get('abstract')];
    if (!one.startsWith('unix:') || (path ?? abstract) === undefined) return [];
    return [path === undefined ? `\0${decoded(abstract ?? '')}` : decoded(path)];
  });
}

/** Bytes of addresses are escaped as `%2f`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Undefined when there is no bus at this place. */
function ask(path: string, userId: number): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const settle = (answer: boolean | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PATIENCE_MS, () => settle(undefined));
    socket.on('error', () => settle(undefined));
    socket.on('close', () => settle(undefined));
    socket.on('connect', () => socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(userId)).toString('hex')}\r\n`));
    readAnswers(socket, settle);
  });
}

function readAnswers(socket: Socket, settle: (answer: boolean | undefined) => void): void {
  let bytes = Buffer.alloc(0);
  let isKnown = false;
  socket.on('data', (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]);
    if (!isKnown) {
      const end = bytes.indexOf('\r\n');
      if (end < 0) return;
      if (!bytes.toString('latin1', 0, end).startsWith('OK')) return settle(undefined);
      isKnown = true;
      bytes = bytes.subarray(end + 2);
      socket.write(Buffer.concat([Buffer.from('BEGIN\r\n'), encodeCall(HELLO), encodeCall(IS_HOST_THERE)]));
    }
    for (let read = readAnswer(bytes); read !== undefined; read = readAnswer(bytes)) {
      bytes = Buffer.from(read.rest);
      if (read.answer.replyTo === IS_HOST_THERE.serial) return settle(read.answer.boolean === true);
    }
  });
}
