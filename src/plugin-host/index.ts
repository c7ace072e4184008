import * as nodeModule from 'node:module';
import { connect } from 'node:net';
import * as loader from './loader.ts';
import { decodeMessage, encodeMessage, onLines, type Request } from './protocol.ts';
import { createServer } from './serve.ts';

/**
 * The plug-in host: a process of its own in which configurations, plug-ins and TypeScript flows of one workspace are evaluated. It
 * connects to the socket that it is given and ends when that closes: `plugin-host <socket> <token>`.
 */
const [socketPath = '', token = ''] = process.argv.slice(2);

// Hooks in this thread are quicker and see what imports what; older runtimes have those beside it alone.
if (typeof nodeModule.registerHooks === 'function') nodeModule.registerHooks(loader as never);
else nodeModule.register(import.meta.url.endsWith('.ts') ? './loader.ts' : './loader.mjs', import.meta.url);

const socket = connect(socketPath);
const serve = createServer((report) => void socket.write(encodeMessage(report)));
socket.setEncoding('utf8');
socket.on(
  'data',
  onLines((line) => serve(decodeMessage<Request>(line))),
);
socket.on('close', () => process.exit(0));
socket.on('error', () => process.exit(0));
socket.write(encodeMessage({ ev: 'hello', token }));

// A plug-in that forgets a promise is told in the log, and takes nobody with it.
process.on('unhandledRejection', (error) => {
  process.stderr.write(
    `A promise was rejected and nobody looked: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
});
