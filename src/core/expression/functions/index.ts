import type { FunctionTable } from './call.ts';
import { CONVERSIONS } from './conversions.ts';
import { FLOW_FUNCTIONS } from './flow.ts';
import { TEXT_FUNCTIONS, TEXT_METHODS } from './text.ts';
import { TIME_METHODS } from './time.ts';

/** Called as `name(..)`. */
export const FUNCTIONS: FunctionTable = { ...CONVERSIONS, ...TEXT_FUNCTIONS, ...FLOW_FUNCTIONS };

/** Called as `x.name(..)`. */
export const METHODS: FunctionTable = { ...TEXT_METHODS, ...TIME_METHODS };
