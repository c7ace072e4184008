import '@xyflow/react/dist/base.css';
import { MiniMap, type NodeMouseHandler, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { showContextMenu } from '../../shared/commands/context-menu.tsx';
import { planStepId } from '../../shared/graph/step-id.ts';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import { useStudio } from '../../shared/stores/studio.ts';
import { toggleCollapsed } from './arrangement/arrangement.ts';
import styles from './canvas.module.css';
import { CanvasControls } from './canvas-controls.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { EmptyCanvas } from './empty-canvas.tsx';
import { ExtractDialog } from './extract-dialog.tsx';
import { FitOnNewGraph } from './fit.tsx';
import { FlowEdge } from './flow-edge.tsx';
import type { CanvasNode, FlowEdgeType } from './flow-elements.ts';
import { writeName } from './inline-edit.ts';
import { SNAP } from './layout/geometry.ts';
import type { LaidOut } from './layout/use-layout.ts';
import { MapNode } from './map-node.tsx';
import { markSteps, useMarks } from './marks.ts';
import { edgeMenu, nodeMenu, paneMenu, SELECTION_MENU } from './menus.ts';
import { GroupNode } from './nodes/group-node.tsx';
import { LaneNode } from './nodes/lane-node.tsx';
import { NoteNode } from './nodes/note-node.tsx';
import { StepNode } from './nodes/step-node.tsx';
import { StepPalette } from './palette/step-palette.tsx';
import { Picker } from './picker/picker.tsx';
import { SliceStroke, useSlice } from './slice.tsx';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useCanvasNodes } from './use-canvas-nodes.ts';
import { useCanvasView } from './use-canvas-view.ts';
import { useConnecting } from './use-connecting.ts';
import { useDragging } from './use-dragging.ts';
import { useDropping } from './use-dropping.ts';
import { useEditable } from './use-editable.ts';
import { usePaste } from './use-paste.ts';
import { useView } from './view.ts';
import { ZoomLevel } from './zoom-level.tsx';

const NODE_TYPES = { step: StepNode, container: GroupNode, lane: LaneNode, note: NoteNode };
const EDGE_TYPES = { flow: FlowEdge };
/** Above this many nodes, those out of sight are left out of the page. */
const MANY = 300;
const ADD_KEYS = ['Shift', 'Meta', 'Control'];
const GRID: [number, number] = [SNAP, SNAP];

interface GraphViewProps {
  readonly laidOut: LaidOut;
}

export const GraphView = (props: GraphViewProps) => (
  <ReactFlowProvider>
    <Graph {...props} />
  </ReactFlowProvider>
);

function Graph({ laidOut }: GraphViewProps) {
  const { nodes, edges, onNodesChange, onEdgesChange, drop } = useCanvasNodes(laidOut);
  const minimap = useLayout((state) => state.minimap);
  const isChoosing = useLayout((state) => state.stepPalette);
  const selected = useSelection((state) => (state.stepId === null ? null : planStepId(state.stepId)));
  const isPinned = useStudio((state) => state.pinnedRun !== null);
  const isEditable = useEditable();
  const element = useCanvasView(laidOut);
  const onKeyDown = useCanvasKeys(laidOut, selected);
  const connecting = useConnecting(laidOut);
  const dragging = useDragging(laidOut, drop, isEditable);
  const dropping = useDropping(laidOut, isEditable);
  const { stroke, handlers } = useSlice();
  const { catchPaste, field } = usePaste(isEditable);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the graph; what can be clicked is inside
    <div
      ref={element}
      className={styles.canvas}
      data-testid="canvas"
      data-scope="canvas"
      data-editable={isEditable}
      tabIndex={-1}
      onKeyDown={(event) => {
        onKeyDown(event);
        catchPaste(event);
      }}
      {...dropping}
      {...handlers}
    >
      <ReactFlow<CanvasNode, FlowEdgeType>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        minZoom={0.1}
        maxZoom={2}
        nodesDraggable={!isPinned}
        nodesConnectable={isEditable}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable
        selectNodesOnDrag={false}
        multiSelectionKeyCode={ADD_KEYS}
        selectionKeyCode="Shift"
        snapToGrid
        snapGrid={GRID}
        connectionRadius={24}
        connectionLineComponent={ConnectionLine}
        {...connecting}
        {...dragging}
        onNodeContextMenu={onNodeMenu}
        onEdgeContextMenu={(event, { id, data }) => {
          useMarks.setState({ nodes: new Set(), edges: new Set([id]) });
          if (data !== undefined) showContextMenu(event, 'Connection', edgeMenu(data.edge));
        }}
        onSelectionContextMenu={(event) => showContextMenu(event, 'Selected steps', SELECTION_MENU)}
        onPaneContextMenu={(event) => showContextMenu(event as MouseEvent, 'Canvas', paneMenu())}
        onNodeDoubleClick={(_, node) => isEditable && node.type === 'step' && openOrRename(node.id, laidOut)}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        onlyRenderVisibleElements={nodes.length > MANY}
        proOptions={{ hideAttribution: true }}
        aria-label="Graph of the flow"
      >
        <FitOnNewGraph laidOut={laidOut} />
        <ZoomLevel />
        {minimap && nodes.length > 0 && (
          <MiniMap
            className={styles.minimap ?? ''}
            nodeComponent={MapNode}
            ariaLabel="Map of the graph"
            pannable
            zoomable
          />
        )}
      </ReactFlow>
      <textarea {...field} />
      <SliceStroke stroke={stroke} />
      {isEditable && isChoosing && <StepPalette onClose={() => changeLayout({ stepPalette: false })} />}
      {isEditable && laidOut.of !== '' && laidOut.model.nodes.length === 0 && <EmptyCanvas />}
      <CanvasControls isEditable={isEditable} />
      <Picker />
      <ExtractDialog />
    </div>
  );
}

const onNodeMenu: NodeMouseHandler<CanvasNode> = (event, node) => {
  if (node.type !== 'step' && node.type !== 'container') return;
  const { nodes } = useMarks.getState();
  if (!nodes.has(node.id)) markSteps([node.id]);
  const isOne = !nodes.has(node.id) || nodes.size === 1;
  showContextMenu(
    event,
    isOne ? node.data.node.name : 'Selected steps',
    isOne ? nodeMenu(node.data.node, useView.getState().laidOut?.model) : SELECTION_MENU,
  );
};

function openOrRename(id: string, { model }: LaidOut): void {
  if (model.byId.get(id)?.isGroup === true) toggleCollapsed([id]);
  else writeName(id);
}
