/** The graphs that benchmarks run: needs of each step by number. */
export interface Graph {
  readonly name: string;
  readonly size: number;
  needs(step: number): number[];
}

const LAYER = 20;

export const processGraphs: readonly Graph[] = [
  { name: 'chain of 200', size: 200, needs: (i) => (i === 0 ? [] : [i - 1]) },
  { name: 'fan-out of 200', size: 201, needs: (i) => (i === 0 ? [] : [0]) },
  {
    name: '500 in layers, 4 needs each',
    size: 500,
    needs: (i) =>
      i < LAYER
        ? []
        : [...new Set([0, 1, 2, 3].map((k) => (Math.floor(i / LAYER) - 1) * LAYER + ((i * 7 + k * 5) % LAYER)))],
  },
];
