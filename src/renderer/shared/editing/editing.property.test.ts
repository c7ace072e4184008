import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { FlowDocument } from '../../../contract/models.ts';
import type { TextEdit } from '../../../core/base/diagnostic.ts';
import { applyEdits as applyTo } from '../../../core/flow/edit/text-edits.ts';
import * as operations from '../../../core/flow/operations/index.ts';
import { allSteps } from '../../../core/flow/steps.ts';
import { graphOfPlan } from '../graph/model.ts';
import { useDocument } from '../stores/document.ts';
import { applyEdits, applyText, redo, undo, useEditing } from './editing.ts';
import { followDocument } from './open-document.ts';
import { readText } from './read-text.ts';

/** Each step carries a mark that no operation changes, and comments of its own. */
const step = (n: number, needs: string) =>
  `  # above ${n}\n  - name: step ${n}   # beside ${n}\n    env: {MARK: "${n}"}   # mark ${n}\n${needs}    run: echo "${n}"\n`;
const FLOW = `# The head stays.
name: drawn   # its name

# Here come the steps.
steps:
${[1, 2, 3, 4, 5, 6].map((n) => step(n, n > 2 ? `    needs: [step-${n - 1}, step-${n - 2}]   # needs ${n}\n` : '')).join('\n')}`;

const first = vi.hoisted(() => ({ text: '' }));
vi.mock('../client/client.ts', () => ({
  client: {
    flows: {
      open: async ({ workspace, file }: { workspace: string; file: string }, { signal }: { signal: AbortSignal }) =>
        (async function* () {
          yield { document: documentOf(workspace, file, first.text) };
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        })(),
    },
  },
}));

function documentOf(workspace: string, file: string, text: string): FlowDocument {
  const { flow, diagnostics, lines } = readText(text, { file });
  return { workspace, file, flowId: file, text, revision: 'first', flow, diagnostics, lines, locked: null };
}

type Dice = (sides: number) => number;
const pick = <T>(list: readonly T[], roll: Dice): T | undefined => list[roll(Math.max(1, list.length))];
const text = () => useEditing.getState().text ?? '';

/** What the canvas does: operations on what is drawn of the present text. */
function drawSomething(roll: Dice, deleted: Set<string>): boolean {
  const { drawn, document } = useDocument.getState();
  if (drawn === null || drawn.document !== document) return false;
  const source = { text: text(), flow: drawn.flow };
  const steps = allSteps(drawn.flow);
  const ids = steps.map(({ fullId }) => fullId);
  const [a, b, c] = [pick(ids, roll), pick(ids, roll), pick(ids, roll)];
  if (a === undefined || b === undefined || c === undefined) return false;
  const isFull = text().length > 3_200;
  const operated = [
    () => operations.removeSteps(source, [a], { reconnect: roll(2) === 0 }),
    () => operations.renameStep(source, a, pick(['Say it', 'again', 'step 9', 'x1'], roll)!),
    () => operations.connectSteps(source, a, b, pick(['succeeded', 'done', 'failed'] as const, roll)!),
    () => operations.disconnectSteps(source, [{ source: a, target: b, is: 'succeeded' }]),
    () => operations.toggleDisabled(source, [a, b]),
    () => operations.joinOtherwise(source, a, pick(['all', 'any', { atLeast: 2 }] as const, roll)!),
    () => operations.groupSteps(source, [a, b, c], 'Group'),
    () => operations.ungroupSteps(source, a),
    () => operations.changeCommand(source, a, pick(['echo one', 'echo one\necho two\n', 'make # all'], roll)!),
    ...(isFull
      ? []
      : [
          () =>
            operations.addStep(source, { name: 'New step', body: { run: 'true' }, ...(roll(2) ? { after: a } : {}) }),
          () => operations.pasteSteps(source, operations.copySteps(source, [a])),
        ]),
  ][roll(isFull ? 9 : 11)]!();
  if (!operated.ok) return false;
  const marksBefore = marksIn(text());
  const done = applyEdits(operated.value.label, operated.value.edits, { quiet: true }).ok;
  if (done) for (const mark of marksBefore) if (!marksIn(text()).has(mark)) deleted.add(mark);
  return done;
}

const marksIn = (source: string): Set<string> =>
  new Set([...source.matchAll(/MARK: "(\d)"/g)].map(([, mark]) => mark!));

/** What an inspector does: sets values of steps. */
function setSomething(roll: Dice): boolean {
  const { drawn, document } = useDocument.getState();
  if (drawn === null || drawn.document !== document) return false;
  const place = pick(allSteps(drawn.flow), roll);
  if (place === undefined) return false;
  const [key, value] = pick(
    [
      ['timeout', '30s'],
      ['retry', { limit: 2, delay: '1s' }],
      ['description', 'Says what: it does # truly'],
      ['continueOnError', true],
    ] as const,
    roll,
  )!;
  return applyEdits(`Set ${key}`, [{ op: 'set', path: [...place.path, key], value }], { quiet: true }).ok;
}

/** What a source editor does: types, now and then something that cannot be read. */
function typeSomething(roll: Dice, count: number): boolean {
  const before = text();
  const lines = [...before.matchAll(/^/gm)].map(({ index }) => index);
  const at = pick(lines, roll) ?? 0;
  const typed = pick([`# typed ${count}\n`, '\n', roll(4) === 0 ? '  - [\n' : '\n'], roll)!;
  const edit: TextEdit = { start: at, end: at, text: typed };
  return (
    applyText('Typing', [edit], roll(2) === 0 ? { coalesce: 'typing' } : {}).ok && applyTo(before, [edit]) === text()
  );
}

function expectAgreement(): void {
  const { document, drawn } = useDocument.getState();
  expect(document?.text).toBe(text());
  const fresh = readText(text(), { file: document!.file });
  expect(document?.flow).toEqual(fresh.flow);
  expect(document?.diagnostics).toEqual(fresh.diagnostics);
  // Without anything that can be drawn, what was drawn last stays.
  if (fresh.drawn === null) expect(drawn?.document).not.toBe(document);
  else expect(graphOfPlan(drawn!.plan).shape).toBe(graphOfPlan(fresh.drawn.plan).shape);
}

describe('any sequence of edits, undos and redos through canvas, inspector and source', () => {
  it('leaves text, model and history in agreement; undo to the start gives the first bytes, comments stay', async () => {
    first.text = FLOW;
    let file = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9_999), { minLength: 1_400, maxLength: 1_400 }), async (dice) => {
        await followDocument('/work', `drawn-${++file}.chronum.yaml`);
        await vi.waitFor(() => expect(useEditing.getState().readOnly).toBeNull());
        let thrown = 0;
        const roll: Dice = (sides) => dice[thrown++ % dice.length]! % sides;
        const deleted = new Set<string>();
        for (let i = 0; i < 200; i++) {
          const before = text();
          const kind = roll(20);
          if (kind < 4) undo();
          else if (kind < 6) redo();
          else if (kind < 14) drawSomething(roll, deleted);
          else if (kind < 17) setSomething(roll);
          else typeSomething(roll, i);
          if (text() !== before) expectAgreement();
        }
        for (const mark of ['# The head stays.', '# its name', '# Here come the steps.'])
          expect(text()).toContain(mark);
        for (const mark of marksIn(text())) {
          if (!deleted.has(mark))
            for (const word of ['above', 'beside', 'mark']) expect(text()).toContain(`# ${word} ${mark}`);
        }
        const last = text();
        let entries = 0;
        for (; useEditing.getState().undoLabel !== null; entries++) undo();
        expect(text()).toBe(FLOW);
        expect(useEditing.getState().isDirty).toBe(false);
        for (let i = 0; i < entries; i++) redo();
        while (useEditing.getState().redoLabel !== null) redo();
        if (last !== FLOW) expect(entries).toBeGreaterThan(0);
        for (let i = 0; useEditing.getState().undoLabel !== null && i < 1_000; i++) undo();
        expect(text()).toBe(FLOW);
      }),
      // Shrinking would take a thousand runs: the seed says it all.
      { numRuns: 2, endOnFailure: true },
    );
  }, 120_000);
});
