import { isDefinedError, ORPCError } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import type { SecretsOverview } from '../../../../contract/secrets.ts';
import { client } from '../../../shared/client/client.ts';
import { failureText } from '../../../shared/stores/failure.ts';

interface Secrets {
  readonly overview: SecretsOverview | null;
  /** Why the last thing that was asked for was not done. */
  readonly problem: string | null;
  /** True while the store has no protection, and one has to be chosen first. */
  readonly isUnprotected: boolean;
  /** Resolves to whether it was done. */
  attempt(work: () => Promise<SecretsOverview>): Promise<boolean>;
}

/** The store of secrets as it stands. Values pass through on their way in and are kept nowhere here. */
export function useSecrets(): Secrets {
  const [overview, setOverview] = useState<SecretsOverview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isUnprotected, setUnprotected] = useState(false);
  const attempt = useCallback(async (work: () => Promise<SecretsOverview>) => {
    try {
      setOverview(await work());
      setProblem(null);
      setUnprotected(false);
      return true;
    } catch (error) {
      const needsProtection = isUnprotectedError(error);
      setUnprotected(needsProtection);
      setProblem(needsProtection ? null : failureText(error, 'That was not done'));
      return false;
    }
  }, []);
  useEffect(() => {
    const load = () => void attempt(() => client.secrets.list());
    load();
    // A terminal may have changed them meanwhile.
    addEventListener('focus', load);
    return () => removeEventListener('focus', load);
  }, [attempt]);
  return { overview, problem, isUnprotected, attempt };
}

function isUnprotectedError(error: unknown): boolean {
  if (!(error instanceof ORPCError) || !isDefinedError(error) || error.code !== 'SECRETS_UNAVAILABLE') return false;
  return (error.data as { readonly why?: unknown }).why === 'unprotected';
}
