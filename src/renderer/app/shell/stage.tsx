import { lazy, Suspense } from 'react';
import { Canvas } from '../../features/canvas/canvas.tsx';
import { showActMenu } from '../../shared/acts/act-menu.ts';
import { changeLayout, useLayout } from '../../shared/stores/layout.ts';
import { Splitter } from '../../shared/ui/splitter.tsx';
import styles from './shell.module.css';
import { showSource, useSourceView } from './source-view.ts';

/** Not needed for the first paint. */
const Source = lazy(() => import('../../features/source/source.tsx'));

/** The open flow as a graph, as text, or both beside each other. */
export function Stage() {
  const view = useSourceView();
  const sourceWidth = useLayout((state) => state.sourceWidth);
  return (
    <>
      {view !== 'instead' && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the menu key opens it at the node that has the focus
        <div className={styles.stage} onContextMenu={showActMenu}>
          <Canvas />
        </div>
      )}
      {view !== 'hidden' && (
        <section
          className={styles.source}
          style={view === 'beside' ? { width: sourceWidth } : undefined}
          data-view={view}
          aria-label="Source"
        >
          <Suspense fallback={null}>
            <Source />
          </Suspense>
          {view === 'beside' && (
            <Splitter
              label="Resize the source"
              edge="left"
              size={sourceWidth}
              min={280}
              max={1_200}
              onResize={(size) => changeLayout({ sourceWidth: size })}
              onCollapse={() => showSource('hidden')}
            />
          )}
        </section>
      )}
    </>
  );
}
