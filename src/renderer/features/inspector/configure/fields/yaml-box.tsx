import { useState } from 'react';
import { parse, stringify } from 'yaml';
import type { Json } from '../../../../../core/base/json.ts';
import type { Raw } from '../../../../../core/flow/yaml/plain.ts';
import styles from '../configure.module.css';
import { jsonOfRaw } from '../values.ts';
import type { Control } from './field.tsx';

interface YamlBoxProps extends Partial<Control> {
  readonly raw: Raw | undefined;
  readonly onChange: (value: Json | undefined) => void;
  readonly placeholder?: string;
  readonly label?: string;
}

/** Any value as YAML. What is no YAML yet stays in the field and changes nothing. */
export function YamlBox({ raw, onChange, placeholder, label, ...control }: YamlBoxProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const written = raw === undefined ? '' : stringify(jsonOfRaw(raw) ?? null, { lineWidth: 0 }).replace(/\n$/, '');
  const shown = draft ?? written;
  const done = () => {
    if (draft === null || draft === written) return setDraft(null);
    const read = readYaml(draft);
    setProblem(read.problem);
    if (read.problem !== null) return;
    setDraft(null);
    onChange(read.value);
  };
  return (
    <>
      <textarea
        {...control}
        aria-label={label}
        aria-invalid={problem !== null || control['aria-invalid'] ? true : undefined}
        className={styles.input}
        data-mono=""
        spellCheck={false}
        autoComplete="off"
        rows={Math.min(16, Math.max(1, shown.split('\n').length))}
        value={shown}
        placeholder={placeholder}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) done();
          if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation();
            setDraft(null);
            setProblem(null);
          }
        }}
      />
      {problem !== null && <p className={styles.problem}>{problem}</p>}
    </>
  );
}

function readYaml(text: string): { value: Json | undefined; problem: string | null } {
  if (text.trim() === '') return { value: undefined, problem: null };
  try {
    return { value: parse(text) as Json, problem: null };
  } catch (error) {
    const [line = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { value: undefined, problem: `Not written: ${line.replace(/:$/, '')}` };
  }
}
