import { useCallback, useMemo } from 'react';
import { useStepTypes } from '../../../shared/stores/step-types.ts';
import { executorIcon } from '../../../shared/ui/icon.tsx';
import { addStepOf, connect } from '../actions/step-actions.ts';
import { connectionRefusal } from '../cycle.ts';
import { lookAtStep } from '../look.ts';
import { markSteps } from '../marks.ts';
import { focusCanvas, useView } from '../view.ts';
import { PickList } from './pick-list.tsx';
import { closePicker, type OpenPicker, usePicker } from './picker-state.ts';

/** The list that is open on the canvas: of step types, of steps to connect to, or of steps to find. */
export function Picker() {
  const open = usePicker((state) => state.open);
  if (open === null) return null;
  return open.kind === 'add' ? <AddPicker open={open} /> : <StepPicker open={open} />;
}

function AddPicker({ open }: { readonly open: Extract<OpenPicker, { kind: 'add' }> }) {
  const executors = useStepTypes((state) => state.executors);
  const picks = executors.map(({ name, title, description }) => ({
    id: name,
    label: title,
    detail: description,
    icon: executorIcon(name),
  }));
  return (
    <PickList
      label="Add a step"
      placeholder="Type of the step"
      picks={picks}
      at={open.at}
      onPick={(id) => {
        const type = executors.find(({ name }) => name === id);
        if (type !== undefined) void addStepOf(type, open.place);
      }}
      onClose={closePicker}
    />
  );
}

function StepPicker({ open }: { readonly open: Exclude<OpenPicker, { kind: 'add' }> }) {
  const model = useView((state) => state.laidOut?.model);
  const from = open.kind === 'connect' ? open.from : undefined;
  const picks = useMemo(
    () =>
      (model?.nodes ?? [])
        .filter(({ id }) => id !== from)
        .map((node) => ({
          id: node.id,
          label: node.name,
          detail: node.parent === undefined ? node.line : `in ${node.parent}`,
          icon: executorIcon(node.executor),
          obstacle: model === undefined || from === undefined ? undefined : connectionRefusal(model, from, node.id),
        }))
        .toSorted((a, b) => Number(a.obstacle !== undefined) - Number(b.obstacle !== undefined)),
    [model, from],
  );
  const show = useCallback((id: string) => lookAtStep(id), []);
  const name = from === undefined ? undefined : (model?.byId.get(from)?.name ?? from);
  return (
    <PickList
      label={name === undefined ? 'Find a step' : `Connect ${name} to`}
      placeholder={name === undefined ? 'Find a step' : `Step that is to need ${name}`}
      picks={picks}
      at={open.at}
      onPick={(id) => {
        if (from !== undefined) connect(from, id);
        else markSteps([id]);
        focusCanvas();
      }}
      {...(from === undefined ? { onMove: show } : {})}
      onClose={closePicker}
    />
  );
}
