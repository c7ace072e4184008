import { useReactFlow } from '@xyflow/react';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import styles from './canvas.module.css';
import { useFit } from './fit.tsx';
import type { LaidOut } from './layout/use-layout.ts';

const MOVE = { duration: 150 };

export function CanvasControls({ laidOut }: { readonly laidOut: LaidOut }) {
  const { zoomIn, zoomOut } = useReactFlow();
  const showWhole = useFit(laidOut);
  const minimap = useLayout((state) => state.minimap);
  return (
    <div className={styles.controls} role="toolbar" aria-label="View of the graph" aria-orientation="horizontal">
      <IconButton icon="minus" label="Zoom out" shortcut={{ key: '-' }} onClick={() => void zoomOut(MOVE)} />
      <IconButton icon="plus" label="Zoom in" shortcut={{ key: '+' }} onClick={() => void zoomIn(MOVE)} />
      <IconButton icon="fit" label="Fit the graph" shortcut={{ key: 'f' }} onClick={showWhole} />
      <IconButton
        icon="map"
        label={minimap ? 'Hide the map' : 'Show the map'}
        aria-pressed={minimap}
        onClick={() => changeLayout({ minimap: !minimap })}
      />
    </div>
  );
}
