import { breakpointFrame } from './breakpoint.ts';
import { conditionFrame } from './condition.ts';
import { delayFrame } from './delay.ts';
import { dependencyFrame } from './dependency.ts';
import { expandFrame } from './expand.ts';
import { fallbackFrame } from './fallback.ts';
import type { Frame, FrameRegistry } from './frame.ts';
import { repeatFrame } from './repeat.ts';
import { retryFrame } from './retry.ts';
import { thresholdFrame } from './threshold.ts';
import { timeoutFrame } from './timeout.ts';

const BUILT_IN = [
  dependencyFrame,
  expandFrame,
  conditionFrame,
  thresholdFrame,
  breakpointFrame,
  delayFrame,
  fallbackFrame,
  repeatFrame,
  retryFrame,
  timeoutFrame,
] as const;

/** The frames of the format, and those of plug-ins by their names. */
const createFrameRegistry = (more: readonly Frame[] = []): FrameRegistry =>
  new Map([...BUILT_IN, ...more].map((frame) => [frame.name, frame as Frame]));

export const BUILT_IN_FRAMES: FrameRegistry = createFrameRegistry();
