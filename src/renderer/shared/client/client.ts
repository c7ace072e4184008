import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../../contract/contract.ts';
import { createConnection } from './connection.ts';
import { requestPort } from './port.ts';

export type StudioClient = ContractRouterClient<Contract>;

export const connection = createConnection(() => requestPort(window));

/** The studio, as the contract names it. */
export const client: StudioClient = createORPCClient(connection.link);
