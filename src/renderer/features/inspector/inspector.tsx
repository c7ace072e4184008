import { lazy, Suspense } from 'react';
import { planStepId } from '../../shared/graph/step-id.ts';
import { useGraphModel } from '../../shared/graph/use-graph-model.ts';
import { useStep } from '../../shared/stores/run.ts';
import { useSelection } from '../../shared/stores/selection.ts';
import { Tabs } from '../../shared/ui/tabs.tsx';
import styles from './inspector.module.css';
import { type InspectorTab, showInspectorTab, useInspectorTab } from './inspector-tab.ts';
import { Overview } from './overview.tsx';
import { StepDetails } from './step-details.tsx';

/** Forms bring the whole format along: they are loaded when the first one is shown. */
const Configure = lazy(() => import('./configure/configure.tsx'));

const PANEL_ID = 'inspector-panel';
const TITLES: Readonly<Record<InspectorTab, string>> = { configure: 'Configure', run: 'Last run' };

/** The selected step, without one the flow: what the file says of it, and what became of it in the shown run. */
export function Inspector() {
  const stepId = useSelection((state) => state.stepId);
  const tab = useInspectorTab();
  return (
    <div className={styles.inspector} data-testid="inspector">
      <div className={styles.tabs}>
        <Tabs
          label="What to show"
          items={[
            { id: 'configure', label: TITLES.configure },
            { id: 'run', label: TITLES.run },
          ]}
          selected={tab}
          onSelect={showInspectorTab}
          controls={PANEL_ID}
        />
      </div>
      <div id={PANEL_ID} role="tabpanel" aria-label={TITLES[tab]} className={styles.panel}>
        {tab === 'run' ? (
          <RunSide stepId={stepId} />
        ) : (
          <Suspense fallback={null}>
            <Configure stepId={stepId} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

function RunSide({ stepId }: { readonly stepId: string | null }) {
  const model = useGraphModel();
  const step = useStep(stepId);
  const node = stepId === null ? undefined : model?.byId.get(planStepId(stepId));
  return stepId === null || (node === undefined && step === undefined) ? (
    <Overview />
  ) : (
    <StepDetails key={stepId} stepId={stepId} node={node} step={step} />
  );
}
