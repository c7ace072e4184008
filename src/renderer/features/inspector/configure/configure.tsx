import { useLayoutEffect, useRef } from 'react';
import { formatPath } from '../../../../core/flow/yaml/path.ts';
import { useEditing } from '../../../shared/editing/editing.ts';
import { planStepId } from '../../../shared/graph/step-id.ts';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { Icon } from '../../../shared/ui/icon.tsx';
import styles from './configure.module.css';
import { FlowForm } from './flow-form.tsx';
import { FormProvider } from './form.tsx';
import { StepForm } from './step-form.tsx';
import { useWrittenFlow } from './written-flow.ts';

/** The form of the selected step; without one, of the flow. */
export default function Configure({ stepId }: { readonly stepId: string | null }) {
  const id = stepId === null ? null : planStepId(stepId);
  const written = useWrittenFlow(id);
  const readOnly = useEditing((state) => state.readOnly);
  const ref = useRef<HTMLDivElement>(null);
  const at = formatPath(written?.place?.path ?? []);
  // Another step is read from its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the step that counts
  useLayoutEffect(() => ref.current?.parentElement?.scrollTo({ top: 0 }), [at]);
  if (written === undefined) {
    return (
      <EmptyState icon="info" title="Nothing to configure yet">
        The file cannot be read as a flow: the problems below say why.
      </EmptyState>
    );
  }
  const { place } = written;
  if (id !== null && place === undefined) {
    return (
      <EmptyState icon="info" title={`\u201c${id}\u201d is not in the flow any more`}>
        It ran, and has been removed or renamed since.
      </EmptyState>
    );
  }
  return (
    <div data-testid="configure" ref={ref}>
      {written.isBroken ? (
        <Notice text="The text is not valid YAML at the moment. Mend it there: until then this shows how it was before." />
      ) : (
        readOnly !== null && <Notice text={readOnly} />
      )}
      {place === undefined ? (
        <FormProvider written={written} base={[]} subject="the flow" stepId={null}>
          <FlowForm />
        </FormProvider>
      ) : (
        <FormProvider
          key={formatPath(place.path)}
          written={written}
          base={place.path}
          subject={`\`${place.step.id}\``}
          stepId={stepId}
        >
          <StepForm place={place} />
        </FormProvider>
      )}
    </div>
  );
}

const Notice = ({ text }: { readonly text: string }) => (
  <p className={styles.notice} role="status">
    <Icon name="info" />
    <span>{text}</span>
  </p>
);
