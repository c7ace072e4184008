// The floor of canvas-2000: React Flow as it comes, with as many default nodes at the same places and as many edges. Bundled by the
// benchmark, which also sets `graph`.
import '@xyflow/react/dist/style.css';
import { applyNodeChanges, ReactFlow } from '@xyflow/react';
import { createElement, useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Bare({ graph }) {
  const [nodes, setNodes] = useState(graph.nodes);
  // What live statuses are in the app: the looks of some nodes are others now.
  globalThis.paint = (from, to, color) =>
    setNodes((now) =>
      now.map((node, i) => (i >= from && i < to ? { ...node, style: { ...node.style, background: color } } : node)),
    );
  const onNodesChange = useCallback((changes) => setNodes((now) => applyNodeChanges(changes, now)), []);
  return createElement(ReactFlow, {
    nodes,
    edges: graph.edges,
    onNodesChange,
    defaultViewport: graph.viewport,
    minZoom: 0.1,
  });
}

createRoot(document.getElementById('root')).render(createElement(Bare, { graph: globalThis.graph }));
