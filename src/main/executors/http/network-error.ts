import type { StepError } from '../../../core/run/event.ts';

/** What `fetch` hides in the cause of "fetch failed". */
export function networkError(error: unknown, host: string): StepError {
  const cause = rootCause(error);
  const code = (cause as { code?: unknown }).code;
  const detail = typeof code === 'string' ? EXPLANATIONS[code] : undefined;
  const message =
    detail === undefined
      ? `the request to ${host} failed: ${cause instanceof Error ? cause.message : String(cause)}`
      : `${detail.replace('HOST', host)} (${code})`;
  return { kind: 'network', message, ...(typeof code === 'string' ? { code } : {}) };
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers at HOST: is the server running, and is the port right?',
  ENOTFOUND: 'the name of HOST is not known: check the spelling, and the network',
  EAI_AGAIN: 'the name of HOST could not be looked up: check the network',
  ECONNRESET: 'HOST closed the connection before it had answered',
  UND_ERR_SOCKET: 'HOST closed the connection before it had answered',
  ETIMEDOUT: 'HOST could not be reached in time',
  UND_ERR_CONNECT_TIMEOUT: 'HOST could not be reached in time',
  UND_ERR_HEADERS_TIMEOUT: 'HOST took the request, but did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'HOST stopped in the middle of its answer',
  ENETUNREACH: 'there is no network to HOST',
  EHOSTUNREACH: 'there is no way to HOST',
  CERT_HAS_EXPIRED: 'the certificate of HOST has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'HOST has a certificate that it signed itself: set NODE_EXTRA_CA_CERTS to trust it',
  SELF_SIGNED_CERT_IN_CHAIN: 'HOST has a certificate of an unknown authority: set NODE_EXTRA_CA_CERTS to trust it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'HOST has a certificate of an unknown authority: set NODE_EXTRA_CA_CERTS to trust it',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of HOST is for another name',
};

function rootCause(error: unknown): unknown {
  let at = error;
  while (at instanceof Error && at.cause !== undefined) at = at.cause;
  // Several addresses were tried: the first tells enough.
  return at instanceof AggregateError && at.errors.length > 0 ? at.errors[0] : at;
}
