import { useCallback, useEffect, useState } from 'react';
import type { Finding, Health } from '../../../contract/health.ts';
import { client } from '../../shared/client/client.ts';
import { failureText } from '../../shared/stores/failure.ts';

/** How often what changes by itself is looked at again. */
const RENEW_MS = 5_000;

interface HealthState {
  readonly health: Health | null;
  readonly problem: string | null;
}

/** How the studio stands, for as long as it is looked at. */
export function useHealth(): HealthState {
  const [state, setState] = useState<HealthState>({ health: null, problem: null });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const load = async () => {
      try {
        const health = await client.health.get();
        if (!isGone) setState({ health, problem: null });
      } catch (error) {
        if (!isGone) setState(({ health }) => ({ health, problem: failureText(error, 'This was not renewed') }));
      }
      // Counting may take its time: the next look is due after the answer.
      if (!isGone) timer = setTimeout(() => void load(), RENEW_MS);
    };
    void load();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);
  return state;
}

interface ChecksState {
  readonly findings: readonly Finding[];
  readonly isChecking: boolean;
  readonly problem: string | null;
  check(): void;
}

/** What the doctor finds, one finding after the other. Looked at once, and again when asked for. */
export function useChecks(): ChecksState {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const [done, setDone] = useState(-1);
  useEffect(() => {
    const controller = new AbortController();
    const look = async () => {
      const found: Finding[] = [];
      try {
        for await (const finding of await client.health.check(undefined, { signal: controller.signal })) {
          found.push(finding);
          setFindings((before) => [...found, ...before.slice(found.length)]);
        }
        setFindings(found);
        setProblem(null);
      } catch (error) {
        if (controller.signal.aborted) return;
        setProblem(failureText(error, 'Not everything was checked'));
      }
      setDone(round);
    };
    void look();
    return () => controller.abort();
  }, [round]);
  const check = useCallback(() => setRound((before) => before + 1), []);
  return { findings, isChecking: done !== round, problem, check };
}
