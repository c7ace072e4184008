import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createContext } from '../checks/context.ts';
import { collectSites } from '../checks/sites.ts';
import type { Flow } from '../flow.ts';
import { readFlow } from '../read.ts';
import type { Path } from '../yaml/path.ts';
import { rawOf } from '../yaml/raw.ts';
import { completeAt, previewAt, siteOf } from './index.ts';

const TEXT = `name: release
params:
  target: {type: choice, options: [staging, production], description: where to}
  dryRun: false
env: {LEVEL: "3", TOKEN: "\${{ secrets.DEPLOY_TOKEN }}"}
secrets: [SIGNING_KEY]
steps:
  - {id: build, run: make, outputs: {version: stdout}}
  - id: test
    needs: [build]
    matrix: {os: [linux, macos], include: [{os: linux, extra: 1}]}
    run: make test
  - {id: notes, executor: http, with: {url: https://example.com}}
  - id: publish
    needs: test
    run: ./publish
    retry: {limit: 2, if: self.exitCode == 7}
  - id: pull
    forEach: {in: [a, b], as: repo}
    run: git pull
`;
const flow = readFlow(TEXT, { file: 'x' }).draft as Flow;

const labels = (path: Path, marked: string): readonly string[] => {
  const offset = marked.indexOf('|');
  const found = completeAt({ flow, path }, marked.replace('|', ''), offset);
  return found?.options.map(({ label }) => label) ?? [];
};

describe('completing at a place of a flow', () => {
  it('offers steps that have ended for certain first, and says of the others what is missing', () => {
    const found = completeAt({ flow, path: ['steps', 3, 'if'] }, 'steps.', 6);
    expect(found?.options.map(({ label }) => label)).toEqual(['build', 'test', 'notes', 'pull']);
    expect(found?.options[0]).not.toHaveProperty('detail');
    expect(found?.options[2]?.detail).toBe('not among the needs of this step');
  });

  it('knows the outputs of a step, declared ones and those of its executor', () => {
    expect(labels(['steps', 3, 'if'], 'steps.build.outputs.|')).toEqual(['version']);
    expect(labels(['steps', 3, 'if'], 'steps.notes.outputs.|')).toEqual(['status', 'headers', 'body', 'json']);
  });

  it('knows parameters with their types, axes with their values and variables without secrets', () => {
    const found = completeAt({ flow, path: ['steps', 3, 'if'] }, 'params.', 7);
    expect(found?.options.map(({ label, detail }) => [label, detail])).toEqual([
      ['target', 'choice: where to'],
      ['dryRun', 'boolean'],
    ]);
    expect(labels(['steps', 1, 'run'], 'echo ${{ matrix.| }}')).toEqual(['os', 'extra']);
    expect(labels(['steps', 0, 'run'], 'echo ${{ env.| }}')).toEqual(['LEVEL']);
  });

  it('offers what is in scope at the place, and nothing else', () => {
    expect(labels(['steps', 3, 'retry', 'if'], 'sel|')).toEqual(['self']);
    expect(labels(['steps', 3, 'if'], 'sel|')).toEqual([]);
    expect(labels(['steps', 0, 'run'], '${{ matr| }}')).toEqual([]);
    expect(labels(['steps', 4, 'run'], '${{ re| }}')).toContain('repo');
    expect(labels(['steps', 0, 'env', 'A'], '${{ secr| }}')).toEqual(['secrets']);
    expect(labels(['steps', 0, 'env', 'A'], '${{ secrets.| }}')).toEqual(['SIGNING_KEY']);
    expect(labels(['steps', 0, 'run'], '${{ secr| }}')).toEqual([]);
    expect(labels(['steps', 0, 'name'], '${{ par| }}')).toEqual([]);
  });

  it('completes needs: siblings that do not wait for the step, and the ends they may have', () => {
    expect(labels(['steps', 1, 'needs', 0], '|')).toEqual(['build', 'notes', 'pull']);
    expect(labels(['steps', 1, 'needs'], 'build && (no|)')).toEqual(['notes']);
    expect(labels(['steps', 1, 'needs'], 'at|')).toEqual(['atLeast']);
    expect(labels(['steps', 1, 'needs', 0], 'build.s|')).toEqual(['succeeded', 'skipped']);
  });

  it('adds what the last run is known to have given', () => {
    const last = { steps: (id: string) => (id === 'build' ? { outputs: { version: '1.2', size: 7 } } : null) };
    const found = completeAt({ flow, path: ['steps', 3, 'if'], last }, 'steps.build.outputs.', 20);
    expect(found?.options.map(({ label, value }) => [label, value])).toEqual([
      ['version', '1.2'],
      ['size', 7],
    ]);
    expect(previewAt({ flow, path: ['steps', 3, 'if'], last }, 'steps.build.outputs.size > 5')).toEqual({
      kind: 'value',
      value: true,
    });
    expect(previewAt({ flow, path: ['steps', 3, 'run'], last }, './publish')).toBeUndefined();
  });
});

const EXAMPLES = join(import.meta.dirname, '../../../../examples');
const files = readdirSync(EXAMPLES).filter((file) => file.endsWith('.yaml'));

describe('what may be written where', () => {
  it.each(files)('agrees with what the checks of %s read', (file) => {
    const reading = readFlow(readFileSync(join(EXAMPLES, file), 'utf8'), { file });
    const draft = reading.draft!;
    const root = rawOf(reading.document).value as never;
    const sites = collectSites(createContext({ document: reading.document, root, flow: draft, options: { file } }));
    for (const site of sites) {
      const found = siteOf(draft, site.path);
      const where = `${file}: ${site.path.join('.')}`;
      expect({ where, kind: found?.kind, roots: found?.roots.toSorted(), secrets: found?.secrets }).toEqual({
        where,
        kind: site.kind,
        roots: [...new Set(site.roots)].toSorted(),
        secrets: site.secrets,
      });
      expect(found?.place?.step.id).toBe(site.place?.step.id);
    }
  });
});
