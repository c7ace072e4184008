import { useShallow } from 'zustand/react/shallow';
import { type NodeStep, nodeSteps } from '../../shared/run/node-step.ts';
import { useRun } from '../../shared/stores/run.ts';

/** How the step of a node stands in the shown run. */
export const useNodeStep = (nodeId: string): NodeStep | undefined =>
  useRun(useShallow((state) => (state.run === undefined ? undefined : nodeSteps(state.run).get(nodeId))));
