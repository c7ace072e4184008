import type { Exporter } from './exporter.ts';

/** Every event as it was recorded. */
export const jsonExporter: Exporter = {
  name: 'json',
  description: 'The events of the run as a JSON array',
  extension: 'json',
  export: (events) => `[\n${events.map((event) => `  ${JSON.stringify(event)}`).join(',\n')}\n]\n`,
};
