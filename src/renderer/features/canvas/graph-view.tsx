import '@xyflow/react/dist/base.css';
import { MiniMap, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { useMemo } from 'react';
import { planStepId } from '../../shared/graph/step-id.ts';
import { useLayout } from '../../shared/stores/layout.ts';
import { selectStep, useSelection } from '../../shared/stores/selection.ts';
import styles from './canvas.module.css';
import { CanvasControls } from './canvas-controls.tsx';
import { FitOnNewGraph } from './fit.tsx';
import { FlowEdge } from './flow-edge.tsx';
import { flowElements } from './flow-elements.ts';
import type { LaidOut } from './layout/use-layout.ts';
import { MapNode } from './map-node.tsx';
import { GroupNode } from './nodes/group-node.tsx';
import { LaneNode } from './nodes/lane-node.tsx';
import { StepNode } from './nodes/step-node.tsx';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { ZoomLevel } from './zoom-level.tsx';

const NODE_TYPES = { step: StepNode, container: GroupNode, lane: LaneNode };
const EDGE_TYPES = { flow: FlowEdge };
/** Above this many nodes, those out of sight are left out of the page. */
const MANY = 300;

interface GraphViewProps {
  readonly laidOut: LaidOut;
}

export const GraphView = (props: GraphViewProps) => (
  <ReactFlowProvider>
    <Graph {...props} />
  </ReactFlowProvider>
);

function Graph({ laidOut }: GraphViewProps) {
  const { nodes, edges } = useMemo(() => flowElements(laidOut), [laidOut]);
  const minimap = useLayout((state) => state.minimap);
  const selected = useSelection((state) => (state.stepId === null ? null : planStepId(state.stepId)));
  const onKeyDown = useCanvasKeys(laidOut, selected);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the graph; what can be clicked is inside
    <div className={styles.canvas} onKeyDown={onKeyDown} data-testid="canvas">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        minZoom={0.1}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        onlyRenderVisibleElements={nodes.length > MANY}
        onPaneClick={() => selectStep(null)}
        proOptions={{ hideAttribution: true }}
        aria-label="Graph of the flow"
      >
        <FitOnNewGraph laidOut={laidOut} />
        <ZoomLevel />
        {minimap && (
          <MiniMap
            className={styles.minimap ?? ''}
            nodeComponent={MapNode}
            ariaLabel="Map of the graph"
            pannable
            zoomable
          />
        )}
      </ReactFlow>
      <CanvasControls laidOut={laidOut} />
    </div>
  );
}
