import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['src/testing/fixed-seed.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
