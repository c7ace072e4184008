import type { Exporter } from './exporter.ts';
import { jsonExporter } from './json.ts';
import { junitExporter } from './junit.ts';
import { prometheusExporter } from './prometheus.ts';

export type { Exporter } from './exporter.ts';

/** The exporters that come with Chronum; plug-ins add theirs. */
export const BUILT_IN_EXPORTERS: ReadonlyMap<string, Exporter> = new Map(
  [jsonExporter, junitExporter, prometheusExporter].map((exporter) => [exporter.name, exporter]),
);
