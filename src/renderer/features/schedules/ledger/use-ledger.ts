import { useEffect, useRef, useState } from 'react';
import type { LedgerRow } from '../../../../contract/schedules.ts';
import type { Outcome } from '../../../../core/ledger/index.ts';
import { client } from '../../../shared/client/client.ts';
import { failureText } from '../../../shared/stores/failure.ts';
import { useSchedules } from '../../../shared/stores/schedules.ts';
import { EMPTY, type LedgerPages, withHead, withOlder } from './pages.ts';

export interface LedgerQuestion {
  /** Empty for all. */
  readonly outcomes: readonly Outcome[];
  readonly scheduleId: string | null;
  /** Milliseconds back from now; null for all that is kept. */
  readonly back: number | null;
}

const PAGE = 100;
/** Milliseconds between two looks at what is new. */
const PACE_MS = 400;

const ask = (
  { outcomes, scheduleId, back }: LedgerQuestion,
  before?: number,
): Promise<{ rows: readonly LedgerRow[]; next: number | null }> =>
  client.schedules.ledger({
    limit: PAGE,
    ...(outcomes.length === 0 ? {} : { outcomes: [...outcomes] }),
    ...(scheduleId === null ? {} : { scheduleIds: [scheduleId] }),
    ...(back === null ? {} : { from: Date.now() - back }),
    ...(before === undefined ? {} : { before }),
  });

/** Rows of the ledger, newest first, kept up to date at their head; older ones when asked for. */
export function useLedger(question: LedgerQuestion) {
  const key = JSON.stringify(question);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly pages: LedgerPages }>({ key, pages: EMPTY });
  const [problem, setProblem] = useState<string | null>(null);
  const version = useSchedules((state) => state.version);
  const pages = answer.key === key ? answer.pages : EMPTY;
  const latest = useRef(key);
  latest.current = key;

  const change = (to: (before: LedgerPages) => LedgerPages) => {
    if (latest.current !== key) return;
    setProblem(null);
    setAnswer((before) => ({ key, pages: to(before.key === key ? before.pages : EMPTY) }));
  };
  const failed = (error: unknown) => setProblem(failureText(error, 'The ledger cannot be read'));

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for another question, and for news of schedules
  useEffect(() => {
    const look = () => ask(question).then((page) => change((before) => withHead(before, page)), failed);
    const timer = setTimeout(() => void look(), pages.phase === 'loading' ? 0 : PACE_MS);
    return () => clearTimeout(timer);
  }, [key, version]);

  const loadOlder = async () => {
    if (pages.next === null) return;
    await ask(question, pages.next).then((page) => change((before) => withOlder(before, page)), failed);
  };

  return { ...pages, problem, loadOlder };
}
