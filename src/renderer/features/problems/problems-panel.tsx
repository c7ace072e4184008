import { type Diagnostic, formatDiagnostic } from '../../../core/base/diagnostic.ts';
import { FixButtons } from '../../shared/fixes/fix-buttons.tsx';
import { useDocument } from '../../shared/stores/document.ts';
import { revealInSource } from '../../shared/stores/reveal.ts';
import { IconButton } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import { excerptOf } from './excerpt.ts';
import styles from './problems.module.css';

/** What is wrong with the open flow file, each with its place and the line itself. */
export function ProblemsPanel() {
  const document = useDocument((state) => state.document);
  if (document === null) return null;
  if (document.diagnostics.length === 0) return <EmptyState icon="check" title={`No problems in ${document.file}`} />;
  return (
    <ul className={styles.list} aria-label={`Problems in ${document.file}`}>
      {document.diagnostics.map((diagnostic) => (
        <Problem
          key={`${diagnostic.line}:${diagnostic.column}:${diagnostic.code}:${diagnostic.message}`}
          diagnostic={diagnostic}
          text={document.text}
        />
      ))}
    </ul>
  );
}

interface ProblemProps {
  readonly diagnostic: Diagnostic;
  readonly text: string;
}

function Problem({ diagnostic, text }: ProblemProps) {
  const { severity, message, file, line, column, code } = diagnostic;
  const excerpt = excerptOf(text, diagnostic);
  return (
    <li className={styles.problem} data-testid="problem" data-severity={severity}>
      <Icon name={severity === 'error' ? 'error' : 'warning'} />
      <div className={styles.body}>
        <p>
          <span className="visually-hidden">{severity}: </span>
          <Prose text={message} />
        </p>
        <p className={styles.place}>
          <span>{`${file}:${line}:${column}`}</span>
          <span>{code}</span>
        </p>
        {excerpt !== undefined && (
          <pre className={styles.excerpt}>
            <span className={styles.number}>{line}</span>
            {excerpt.before}
            <mark>{excerpt.marked}</mark>
            {excerpt.after}
          </pre>
        )}
        <FixButtons diagnostic={diagnostic} />
      </div>
      <IconButton
        icon="source"
        label="Show this place in the source"
        onClick={() => revealInSource({ line, column })}
      />
      <IconButton
        icon="copy"
        label="Copy this problem"
        onClick={() => void navigator.clipboard.writeText(formatDiagnostic(diagnostic))}
      />
    </li>
  );
}
