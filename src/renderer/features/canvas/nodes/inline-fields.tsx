import { type KeyboardEvent, useEffect, useRef } from 'react';
import { bodyOf, type GraphNode } from '../../../shared/graph/model.ts';
import { rename, writeRun } from '../actions/step-actions.ts';
import { endWriting, useInlineEdit, writeCommand } from '../inline-edit.ts';
import { focusCanvas } from '../view.ts';
import styles from './node.module.css';

/** Writes the name of a step, or what it runs, where it stands. Enter goes on from a new step's name to its command. */
export function InlineFields({ node }: { readonly node: GraphNode }) {
  const { field, isNew } = useInlineEdit();
  return <InlineField key={field} node={node} field={field} isNew={isNew} />;
}

interface InlineFieldProps {
  readonly node: GraphNode;
  readonly field: 'name' | 'command';
  readonly isNew: boolean;
}

function InlineField({ node, field, isNew }: InlineFieldProps) {
  const ref = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const run = bodyOf(node.plan)?.run;
  // A script of several lines has its place in the inspector.
  const hasLine = run !== undefined && !run.trimEnd().includes('\n');
  const first = field === 'name' ? node.name : (run ?? '').trimEnd();

  useEffect(() => {
    ref.current?.focus({ preventScroll: true });
    ref.current?.select();
  }, []);

  const commit = async (isGoingOn: boolean) => {
    const text = ref.current?.value.trim() ?? '';
    if (isDone.current) return;
    isDone.current = true;
    if (field === 'command') {
      endWriting();
      if (text !== '' && text !== first) await writeRun(node.id, text, isNew);
    } else {
      const id = text === '' || text === first ? node.id : await rename(node.id, text, isNew);
      if (isGoingOn && isNew && hasLine && id !== undefined) writeCommand(id, true);
      else endWriting();
    }
    if (isGoingOn && useInlineEdit.getState().stepId === null) focusCanvas();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      void commit(true);
    } else if (event.key === 'Escape') {
      isDone.current = true;
      endWriting();
      focusCanvas();
    }
  };

  return (
    <input
      ref={ref}
      type="text"
      className={`nodrag nopan ${styles.writing}`}
      data-field={field}
      aria-label={field === 'name' ? `Name of ${node.name}` : `What ${node.name} runs`}
      defaultValue={first}
      spellCheck={false}
      onKeyDown={onKeyDown}
      onBlur={() => void commit(false)}
    />
  );
}
