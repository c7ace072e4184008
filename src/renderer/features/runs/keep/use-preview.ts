import { useEffect, useState } from 'react';
import type { RetentionLimits, RetentionPreview } from '../../../../contract/runs.ts';
import { client } from '../../../shared/client/client.ts';
import { failureText } from '../../../shared/stores/failure.ts';

/** Milliseconds after the last change until it is asked. */
const PAUSE_MS = 300;

interface Previewed {
  readonly preview: RetentionPreview | null;
  readonly problem: string | null;
}

/** What limits would clear away; null while the answer to the present ones is not there. Asked again with another `version`. */
export function usePreview(limits: RetentionLimits, version: number): Previewed {
  const key = `${JSON.stringify(limits)} ${version}`;
  const [answer, setAnswer] = useState<Previewed & { readonly key: string }>({ key: '', preview: null, problem: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what is asked
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      client.retention.preview(limits).then(
        (preview) => isOver || setAnswer({ key, preview, problem: null }),
        (error) =>
          isOver || setAnswer({ key, preview: null, problem: failureText(error, 'What would go is not known') }),
      );
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key]);
  return answer.key === key ? answer : { preview: null, problem: null };
}
