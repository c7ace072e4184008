import { createContext, type ReactNode, useContext } from 'react';
import type { Diagnostic } from '../../../../core/base/diagnostic.ts';
import type { Json } from '../../../../core/base/json.ts';
import type { Scope } from '../../../../core/expression/index.ts';
import type { FlowEdit } from '../../../../core/flow/edit/model.ts';
import type { Flow } from '../../../../core/flow/flow.ts';
import { formatPath, isUnder, type Path } from '../../../../core/flow/yaml/path.ts';
import type { Raw } from '../../../../core/flow/yaml/plain.ts';
import { applyEdits, useEditing } from '../../../shared/editing/editing.ts';
import { useRun } from '../../../shared/stores/run.ts';
import styles from './configure.module.css';
import { rawAtPath, settingEdits } from './values.ts';
import type { Found, WrittenFlow } from './written-flow.ts';

/** What the fields of a form share: the flow as it is written, the part of it that is edited, and how it is changed. */
export interface Form {
  readonly root: Raw;
  readonly flow: Flow;
  readonly found: readonly Found[];
  /** The step or the flow that is edited: its path, and what a person calls it. */
  readonly base: Path;
  readonly subject: string;
  readonly readOnly: boolean;
  /** What the last run held, for the values of expressions. */
  readonly last: Scope | undefined;
}

const FormContext = createContext<Form | null>(null);

interface FormProviderProps {
  readonly written: WrittenFlow;
  readonly base: Path;
  readonly subject: string;
  /** Of the run: the step or the instance that is selected. */
  readonly stepId: string | null;
  readonly children: ReactNode;
}

export function FormProvider({ written, base, subject, stepId, children }: FormProviderProps) {
  const reason = useEditing((state) => state.readOnly);
  const run = useRun((state) => state.run);
  const form: Form = {
    root: written.root,
    flow: written.flow,
    found: written.found,
    base,
    subject,
    readOnly: reason !== null || written.isBroken,
    last: run?.scopeFor(stepId),
  };
  return (
    <FormContext value={form}>
      <fieldset disabled={form.readOnly} className={styles.whole}>
        {children}
      </fieldset>
    </FormContext>
  );
}

export function useForm(): Form {
  const form = useContext(FormContext);
  if (form === null) throw new Error('a field stands outside of its form');
  return form;
}

/** What is written at a place, and how it is changed. */
export interface Place {
  readonly path: Path;
  readonly raw: Raw | undefined;
  /** Says what a change is in the history: `timeout` gives "Set timeout of `build`". */
  readonly set: (what: string, value: Json | undefined) => void;
  readonly change: (label: string, edits: readonly FlowEdit[], coalesce?: string) => void;
}

export function usePlace(path: Path): Place {
  const { root, subject, base } = useForm();
  const raw = rawAtPath(root, path);
  const change = (label: string, edits: readonly FlowEdit[], coalesce?: string) => {
    if (edits.length > 0) applyEdits(label, edits, coalesce === undefined ? {} : { coalesce });
  };
  return {
    path,
    raw,
    change,
    set: (what, value) =>
      change(
        changeLabel(what, value, subject),
        settingEdits(root, path, value, base.length),
        value === undefined ? undefined : formatPath(path),
      ),
  };
}

export const changeLabel = (what: string, value: Json | undefined, subject: string): string =>
  `${value === undefined ? 'Reset' : 'Set'} ${what} of ${subject}`;

/** What is wrong at a place: at it alone, or anywhere below it. */
export function useProblems(path: Path, how: 'here' | 'below' = 'below'): readonly Diagnostic[] {
  const { found } = useForm();
  return found
    .filter((one) => (how === 'here' ? formatPath(one.path) === formatPath(path) : isUnder(one.path, path)))
    .map(({ diagnostic }) => diagnostic);
}

/** What is wrong with the edited step or flow as a whole, and with keys that have no field. */
export function useStrayProblems(known: readonly string[]): readonly Diagnostic[] {
  const { found, base } = useForm();
  const keys = new Set(known);
  return found
    .filter(({ path }) => isUnder(path, base) && (path.length === base.length || !keys.has(String(path[base.length]))))
    .map(({ diagnostic }) => diagnostic);
}
