import { useEffect, useState } from 'react';
import { client } from '../../../../shared/client/client.ts';

/** Names of the secrets that this machine keeps; none while its store is locked. */
export function useSecretNames(): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let isWanted = true;
    client.secrets.list().then(
      (overview) => isWanted && setNames(overview.names),
      // Without them a name is typed: the settings say what is wrong with the store.
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, []);
  return names;
}
