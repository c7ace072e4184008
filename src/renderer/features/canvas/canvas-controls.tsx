import { useReactFlow } from '@xyflow/react';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import styles from './canvas.module.css';
import { FIT } from './fit.tsx';

const MOVE = { duration: 150 };

export function CanvasControls() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const minimap = useLayout((state) => state.minimap);
  return (
    <div className={styles.controls} role="toolbar" aria-label="View of the graph" aria-orientation="horizontal">
      <IconButton icon="minus" label="Zoom out" shortcut={{ key: '-' }} onClick={() => void zoomOut(MOVE)} />
      <IconButton icon="plus" label="Zoom in" shortcut={{ key: '+' }} onClick={() => void zoomIn(MOVE)} />
      <IconButton
        icon="fit"
        label="Fit the graph"
        shortcut={{ key: 'f' }}
        onClick={() => void fitView({ ...FIT, ...MOVE })}
      />
      <IconButton
        icon="map"
        label={minimap ? 'Hide the map' : 'Show the map'}
        aria-pressed={minimap}
        onClick={() => changeLayout({ minimap: !minimap })}
      />
    </div>
  );
}
