import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../../contract/contract.ts';
import { StoreUnavailable } from '../../ports/event-log.ts';

/** The contract, to be implemented. A store that cannot take something now is told apart from a bug. */
export const os = implement(contract).use(async ({ next }) => {
  try {
    return await next();
  } catch (error) {
    if (error instanceof StoreUnavailable) throw new ORPCError('UNAVAILABLE', { message: error.message, cause: error });
    throw error;
  }
});
