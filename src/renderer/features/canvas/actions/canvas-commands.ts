import type { Command, Readable } from '../../../shared/commands/command.ts';
import { useEditing } from '../../../shared/editing/editing.ts';
import { bodyOf } from '../../../shared/graph/model.ts';
import { useDocument } from '../../../shared/stores/document.ts';
import { changeLayout, useLayout } from '../../../shared/stores/layout.ts';
import { useArrangement } from '../arrangement/arrangement.ts';
import { writeCommand, writeName } from '../inline-edit.ts';
import { lookAtSteps } from '../look.ts';
import { clearMarks, markSteps, useMarks } from '../marks.ts';
import { openAddPicker, openPicker } from '../picker/picker-state.ts';
import { isPointedAt, pointOfInterest, useView } from '../view.ts';
import { addNote, alignMarked, distributeMarked, type Side, tidy } from './arrange-actions.ts';
import { copyMarked, cutMarked, duplicateMarked, hasCopied, pasteLast } from './clipboard.ts';
import { askForExtract } from './extract-name.ts';
import { groupMarked, isCollapsed, markedGroups, toggleMarkedGroups, ungroupMarked } from './group-actions.ts';
import { unchangeable } from './operate.ts';
import { deleteMarked, markedSteps, toggleMarkedDisabled } from './step-actions.ts';

const EDITABLE: readonly Readable[] = [useEditing, useDocument, useView];
const MARKED: readonly Readable[] = [...EDITABLE, useMarks, useArrangement];

const hidden = (): string | undefined => (useView.getState().laidOut === null ? 'the graph is not shown' : undefined);
const closed = (): string | undefined => hidden() ?? unchangeable();
const oneStep = (): string | undefined =>
  hidden() ?? (markedSteps().length === 1 ? undefined : 'select one step first');
const steps = (): string | undefined => hidden() ?? (markedSteps().length > 0 ? undefined : 'select steps first');
const several = (): string | undefined =>
  hidden() ?? (markedSteps().length > 1 ? undefined : 'select several steps first');
const groups = (): string | undefined => hidden() ?? (markedGroups().length > 0 ? undefined : 'select a group first');
const anything = (): string | undefined =>
  hidden() ?? (markedSteps().length + useMarks.getState().edges.size > 0 ? undefined : 'select something first');

function scripted(): string | undefined {
  const [id] = markedSteps();
  const node = id === undefined ? undefined : useView.getState().laidOut?.model.byId.get(id);
  const run = node && bodyOf(node.plan)?.run;
  if (run === undefined) return 'this step runs no script';
  return run.trimEnd().includes('\n') ? 'its script has several lines: edit it in the inspector' : undefined;
}

/** A command of the canvas: its key counts while the focus is there. */
const of = (
  id: string,
  label: Command['label'],
  rest: Omit<Command, 'id' | 'label' | 'category' | 'scope'>,
): Command => ({
  id: `canvas.${id}`,
  label,
  category: 'Flow',
  scope: 'canvas',
  ...rest,
});

const align = (side: Side, label: string): Command =>
  of(`align-${side}`, label, { group: 'arrange', obstacle: several, dependsOn: MARKED, run: () => alignMarked(side) });

export const CANVAS_COMMANDS: readonly Command[] = [
  of('add', 'Add a step…', {
    icon: 'plus',
    keywords: 'new insert palette',
    shortcut: 'A',
    obstacle: closed,
    dependsOn: EDITABLE,
    run: () => {
      const { screen, graph } = pointOfInterest();
      const [only, ...others] = markedSteps();
      const box =
        only === undefined || others.length > 0 ? undefined : useView.getState().laidOut?.layout.boxes.get(only);
      // With the keyboard alone, it goes behind the selected step.
      const isByKeyboard = !isPointedAt() && box !== undefined;
      const place = isByKeyboard
        ? { at: { x: box.x + box.width + 52, y: box.y + box.height / 2 }, after: only }
        : { at: graph };
      openAddPicker({ at: screen, place });
    },
  }),
  of('connect', 'Connect to a step…', {
    icon: 'flows',
    keywords: 'edge need dependency link',
    shortcut: 'C',
    obstacle: () => closed() ?? oneStep(),
    dependsOn: MARKED,
    run: () => openPicker({ kind: 'connect', at: pointOfInterest().screen, from: markedSteps()[0] ?? '' }),
  }),
  of('rename', 'Rename', {
    icon: 'edit',
    shortcut: 'F2',
    obstacle: () => closed() ?? oneStep(),
    dependsOn: MARKED,
    run: () => writeName(markedSteps()[0] ?? ''),
  }),
  of('write-command', 'Change what it runs', {
    icon: 'shell',
    shortcut: 'Shift+F2',
    obstacle: () => closed() ?? oneStep() ?? scripted(),
    dependsOn: MARKED,
    run: () => writeCommand(markedSteps()[0] ?? ''),
  }),
  of('delete', 'Delete', {
    icon: 'close',
    keywords: 'remove',
    shortcut: 'Delete Backspace',
    obstacle: () => closed() ?? anything(),
    dependsOn: MARKED,
    run: () => deleteMarked(),
  }),
  of('delete-reconnect', 'Delete and connect what is around', {
    keywords: 'remove reconnect',
    shortcut: 'Shift+Delete Shift+Backspace',
    obstacle: () => closed() ?? steps(),
    dependsOn: MARKED,
    run: () => deleteMarked({ reconnect: true }),
  }),
  of('copy', 'Copy', {
    icon: 'copy',
    shortcut: 'Mod+C',
    whileTyping: false,
    obstacle: steps,
    dependsOn: MARKED,
    run: copyMarked,
  }),
  of('cut', 'Cut', {
    shortcut: 'Mod+X',
    whileTyping: false,
    obstacle: () => closed() ?? steps(),
    dependsOn: MARKED,
    run: cutMarked,
  }),
  // No shortcut of its own: the system's paste brings the text of its clipboard along.
  of('paste', 'Paste', {
    obstacle: () =>
      closed() ?? (hasCopied() ? undefined : 'nothing was copied here: Ctrl+V takes what other programs copied'),
    dependsOn: MARKED,
    run: pasteLast,
  }),
  of('duplicate', 'Duplicate', {
    shortcut: 'Mod+D',
    obstacle: () => closed() ?? steps(),
    dependsOn: MARKED,
    run: duplicateMarked,
  }),
  of('select-all', 'Select all steps', {
    shortcut: 'Mod+A',
    whileTyping: false,
    obstacle: hidden,
    dependsOn: [useView],
    run: () => markSteps(useView.getState().laidOut?.model.nodes.map(({ id }) => id) ?? []),
  }),
  of('select-none', 'Select nothing', { obstacle: hidden, dependsOn: [useView], run: clearMarks }),
  of('group', 'Group', {
    icon: 'group',
    shortcut: 'Mod+G',
    obstacle: () => closed() ?? steps(),
    dependsOn: MARKED,
    run: groupMarked,
  }),
  of('ungroup', 'Take the group apart', {
    keywords: 'ungroup',
    shortcut: 'Mod+Shift+G',
    obstacle: () => closed() ?? groups(),
    dependsOn: MARKED,
    run: ungroupMarked,
  }),
  of('collapse', () => (markedGroups().every(isCollapsed) ? 'Open the group' : 'Close the group'), {
    keywords: 'collapse expand fold',
    shortcut: 'O',
    obstacle: groups,
    dependsOn: MARKED,
    run: toggleMarkedGroups,
  }),
  of('extract', 'Extract into a flow of its own…', {
    icon: 'flow',
    keywords: 'sub-flow subflow move file',
    obstacle: () => closed() ?? steps(),
    dependsOn: MARKED,
    run: askForExtract,
  }),
  of('toggle-disabled', () => (allDisabled() ? 'Enable' : 'Disable'), {
    keywords: 'off on skip',
    shortcut: 'D',
    obstacle: () => closed() ?? steps(),
    dependsOn: MARKED,
    run: toggleMarkedDisabled,
  }),
  of('note', 'Add a note', { icon: 'edit', shortcut: 'N', obstacle: hidden, dependsOn: [useView], run: addNote }),
  of('tidy', 'Tidy the graph', {
    icon: 'tidy',
    group: 'arrange',
    keywords: 'layout arrange clean',
    shortcut: 'T',
    obstacle: hidden,
    dependsOn: [useView],
    run: tidy,
  }),
  align('left', 'Align on the left'),
  align('center', 'Align in a column'),
  align('right', 'Align on the right'),
  align('top', 'Align at the top'),
  align('middle', 'Align in a row'),
  align('bottom', 'Align at the bottom'),
  of('distribute-x', 'Distribute from left to right', {
    group: 'arrange',
    obstacle: several,
    dependsOn: MARKED,
    run: () => distributeMarked('x'),
  }),
  of('distribute-y', 'Distribute from top to bottom', {
    group: 'arrange',
    obstacle: several,
    dependsOn: MARKED,
    run: () => distributeMarked('y'),
  }),
  of('find', 'Find a step…', {
    icon: 'search',
    shortcut: 'Mod+F',
    whileTyping: false,
    obstacle: hidden,
    dependsOn: [useView],
    run: () => {
      const box = useView.getState().element?.getBoundingClientRect();
      openPicker({ kind: 'find', at: { x: (box?.right ?? 0) - 356, y: (box?.top ?? 0) + 8 } });
    },
  }),
  of('zoom-selection', 'Zoom to the selection', {
    shortcut: 'Z',
    obstacle: steps,
    dependsOn: MARKED,
    run: () => lookAtSteps(markedSteps()),
  }),
  of('fit', 'Fit the graph', {
    icon: 'fit',
    shortcut: 'F Mod+0',
    obstacle: hidden,
    dependsOn: [useView],
    run: () => lookAtSteps([]),
  }),
  of('zoom-in', 'Zoom in', {
    icon: 'plus',
    shortcut: '+ =',
    obstacle: hidden,
    dependsOn: [useView],
    run: () => useView.getState().flow?.zoomIn(MOVE),
  }),
  of('zoom-out', 'Zoom out', {
    icon: 'minus',
    shortcut: '-',
    obstacle: hidden,
    dependsOn: [useView],
    run: () => useView.getState().flow?.zoomOut(MOVE),
  }),
  of('map', () => (useLayout.getState().minimap ? 'Hide the map' : 'Show the map'), {
    icon: 'map',
    obstacle: hidden,
    dependsOn: [useView, useLayout],
    run: () => changeLayout({ minimap: !useLayout.getState().minimap }),
  }),
  of('palette', () => (useLayout.getState().stepPalette ? 'Hide the types of steps' : 'Show the types of steps'), {
    icon: 'plus',
    keywords: 'palette add step drag',
    obstacle: closed,
    dependsOn: [...EDITABLE, useLayout],
    run: () => changeLayout({ stepPalette: !useLayout.getState().stepPalette }),
  }),
];

const MOVE = { duration: 150 };

function allDisabled(): boolean {
  const nodes = markedSteps().map((id) => useView.getState().laidOut?.model.byId.get(id));
  return nodes.length > 0 && nodes.every((node) => node?.disabled === true);
}
