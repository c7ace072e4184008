import fc from 'fast-check';

/**
 * The ordinary run is the same each time, so that what fails is what was changed. The nightly one looks elsewhere each time: its
 * failures name their seed, and CHRONUM_SEED repeats them.
 */
const seed = process.env.CHRONUM_SEED ?? (process.env.CHRONUM_NIGHTLY === undefined ? '20261123' : undefined);
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
