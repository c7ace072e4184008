import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from './lines.ts';
import { encodeMessage, parseReport, parseRequest, type Report, type Request } from './protocol.ts';

const spec = { mark: 'r/s/body/1', command: 'sh', args: ['-c', 'x'], cwd: '/', env: { A: '1' }, logPath: '/x.log' };

describe('messages to the helper', () => {
  it.each<Request>([
    { op: 'hello', version: 1, journal: '/x' },
    { op: 'run', id: 1, spec },
    { op: 'run', id: 1, spec: { ...spec, masks: ['a\nb'], tty: { columns: 1, rows: 2 }, input: 'ü\n' } },
    { op: 'signal', id: 1, signal: 'SIGINT' },
    { op: 'stop', id: 1, graceMs: 0 },
    { op: 'type', id: 1, text: '\u0003' },
    { op: 'resize', id: 1, columns: 80, rows: 24 },
    { op: 'reap', id: 1, left: { mark: 'm' } },
    { op: 'close' },
  ])('arrive as they were sent: $op', (request) => {
    expect(parseRequest(encodeMessage(request).trimEnd())).toEqual(request);
  });

  it.each<Report>([
    { ev: 'hello', version: 1, pid: 2, bootId: 'x' },
    { ev: 'spawned', id: 1, pid: 2, startTime: 3 },
    { ev: 'refused', id: 1, code: 'not-found', message: 'm' },
    { ev: 'exit', id: 1, exitCode: null, signal: 'SIGTERM' },
    { ev: 'exit', id: 1, exitCode: 0, signal: null, logError: 'full' },
    { ev: 'reaped', id: 1, killed: 0 },
  ])('and from it: $ev', (report) => {
    expect(parseReport(encodeMessage(report).trimEnd())).toEqual(report);
  });

  it.each([
    'no JSON',
    'null',
    '[]',
    '{}',
    '{"op":"constructor"}',
    '{"op":"run","id":1}',
    `{"op":"run","id":1,"spec":${JSON.stringify({ ...spec, env: { A: 1 } })}}`,
    `{"op":"run","id":1,"spec":${JSON.stringify({ ...spec, args: 'x' })}}`,
    '{"op":"signal","id":1,"signal":"SIGSTOP"}',
    '{"op":"stop","id":"1","graceMs":1}',
    '{"ev":"hello","version":1,"pid":1,"bootId":""}',
  ])('are refused when they are of another shape: %s', (line) => {
    expect(parseRequest(line)).toBeNull();
  });
});

it('lines come out whole, however they were cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string().map((line) => line.replaceAll('\n', ' '))),
      fc.infiniteStream(fc.nat(5)),
      (lines, cuts) => {
        const seen: string[] = [];
        const push = createLineSplitter((line) => seen.push(line));
        const text = lines.map((line) => `${line}\n`).join('');
        for (let at = 0; at < text.length; ) {
          const length = (cuts.next().value as number) + 1;
          push(text.slice(at, at + length));
          at += length;
        }
        push('half a line');
        expect(seen).toEqual(lines);
      },
    ),
  );
});
