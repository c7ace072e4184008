import type { NeedSuffix } from '../../../core/graph/needs.ts';
import { type MenuItem, SEPARATOR } from '../../shared/commands/context-menu.tsx';
import type { GraphEdge, GraphModel, GraphNode } from '../../shared/graph/model.ts';
import { flowRunBy, openFlowOf } from './actions/group-actions.ts';
import { operate, unchangeable } from './actions/operate.ts';
import { askOf, disconnect } from './actions/step-actions.ts';
import { openAddPicker } from './picker/picker-state.ts';
import { pointOfInterest, useView } from './view.ts';

/** What can be done with the selected steps. */
export function nodeMenu(node: GraphNode, model: GraphModel | undefined): readonly MenuItem[] {
  const file = flowRunBy(node.id);
  const needs = (model?.edges ?? []).filter((edge) => edge.kind === 'need' && edge.target === node.id);
  return [
    'canvas.rename',
    'canvas.write-command',
    ...(file === undefined ? [] : [{ label: `Open ${file}`, icon: 'flow', run: () => openFlowOf(node.id) } as const]),
    SEPARATOR,
    'canvas.connect',
    ...(needs.length > 1 ? jointMenu(node) : []),
    'canvas.toggle-disabled',
    SEPARATOR,
    'canvas.copy',
    'canvas.cut',
    'canvas.duplicate',
    SEPARATOR,
    'canvas.group',
    ...(node.isGroup ? ['canvas.ungroup', 'canvas.collapse'] : []),
    'canvas.extract',
    SEPARATOR,
    'canvas.delete',
    'canvas.delete-reconnect',
  ];
}

/** What can be done with several steps at once. */
export const SELECTION_MENU: readonly MenuItem[] = [
  'canvas.copy',
  'canvas.cut',
  'canvas.duplicate',
  SEPARATOR,
  'canvas.group',
  'canvas.extract',
  'canvas.toggle-disabled',
  SEPARATOR,
  'canvas.align-left',
  'canvas.align-top',
  'canvas.distribute-x',
  'canvas.distribute-y',
  SEPARATOR,
  'canvas.delete',
  'canvas.delete-reconnect',
];

export const paneMenu = (): readonly MenuItem[] => [
  'canvas.add',
  'canvas.note',
  'canvas.paste',
  SEPARATOR,
  'canvas.select-all',
  'canvas.find',
  SEPARATOR,
  'canvas.tidy',
  'canvas.fit',
];

const ENDS: readonly { readonly is: NeedSuffix; readonly label: string }[] = [
  { is: 'succeeded', label: 'Start when it succeeded' },
  { is: 'failed', label: 'Start when it failed' },
  { is: 'done', label: 'Start when it ended, whichever way' },
  { is: 'skipped', label: 'Start when it was skipped' },
  { is: 'ok', label: 'Start when it succeeded or had nothing to do' },
];

export function edgeMenu(edge: GraphEdge): readonly MenuItem[] {
  if (edge.kind !== 'need') return [];
  const obstacle = unchangeable();
  const { screen, graph } = pointOfInterest();
  return [
    {
      label: 'Insert a step here…',
      icon: 'plus',
      obstacle,
      run: () => openAddPicker({ at: screen, place: { at: graph, onto: edge } }),
    },
    SEPARATOR,
    ...ENDS.map(
      ({ is, label }): MenuItem => ({
        label,
        ...(edge.asks === is ? { icon: 'check' as const } : {}),
        obstacle,
        run: () => askOf(edge, is),
      }),
    ),
    SEPARATOR,
    { label: 'Delete the connection', icon: 'close', obstacle, run: () => disconnect([edge]) },
  ];
}

/** How the needs of a step are joined. */
export function jointMenu(node: GraphNode): readonly MenuItem[] {
  const model = useView.getState().laidOut?.model;
  const of = model?.edges.filter((edge) => edge.kind === 'need' && edge.target === node.id).length ?? 0;
  const obstacle = unchangeable();
  const entry = (label: string, isNow: boolean, joint: 'all' | 'any' | { atLeast: number }): MenuItem => ({
    label,
    ...(isNow ? { icon: 'check' as const } : {}),
    obstacle,
    run: () => operate(({ joinOtherwise }, source) => joinOtherwise(source, node.id, joint), { keepSelection: true }),
  });
  const counts = Array.from({ length: Math.max(0, Math.min(of, 6) - 2) }, (_, i) => i + 2);
  return [
    entry('Start after all of them', node.joint === undefined, 'all'),
    entry('Start after any of them', node.joint?.op === 'any', 'any'),
    ...counts.map((count) =>
      entry(`Start after ${count} of ${of}`, node.joint?.op === 'atLeast' && node.joint.count === count, {
        atLeast: count,
      }),
    ),
  ];
}
