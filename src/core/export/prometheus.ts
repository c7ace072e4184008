import type { Exporter } from './exporter.ts';
import { type RunReport, reportOf } from './run-report.ts';

/** Metrics of one run in Prometheus' text format, as a node exporter's text file or a push gateway takes them. */
export const prometheusExporter: Exporter = {
  name: 'prometheus',
  description: 'Metrics of the run in the text format of Prometheus',
  extension: 'prom',
  export: (events) => `${metricsOf(reportOf(events)).join('\n')}\n`,
};

const STATUSES = ['succeeded', 'failed', 'skipped', 'cancelled'] as const;

function metricsOf({ created, finished, duration, steps }: RunReport): string[] {
  const flow = { flow: created.flow.name, file: created.flow.file };
  const counts = STATUSES.map((status) =>
    sample('chronum_run_steps', { ...flow, status }, steps.filter((step) => step.status === status).length),
  );
  const ends =
    finished === undefined
      ? []
      : [
          ...metric('chronum_run_status', 'gauge', 'How the run ended: 1 for its status.', [
            ...(['succeeded', 'failed', 'cancelled'] as const).map((status) =>
              sample('chronum_run_status', { ...flow, status }, finished.status === status ? 1 : 0),
            ),
          ]),
          ...metric('chronum_run_finished_timestamp_seconds', 'gauge', 'When the run ended.', [
            sample('chronum_run_finished_timestamp_seconds', flow, Date.parse(finished.at) / 1000),
          ]),
        ];
  return [
    ...metric('chronum_run_duration_seconds', 'gauge', 'How long the run took.', [
      sample('chronum_run_duration_seconds', flow, duration),
    ]),
    ...ends,
    ...metric('chronum_run_steps', 'gauge', 'Steps of the run by status.', counts),
    ...metric(
      'chronum_step_duration_seconds',
      'gauge',
      'From the first attempt of a step to its end.',
      steps
        .filter((step) => step.attempts > 0)
        .map((step) => sample('chronum_step_duration_seconds', { ...flow, step: step.id }, step.duration)),
    ),
    ...metric(
      'chronum_step_attempts',
      'gauge',
      'Attempts of a step.',
      steps.map((step) => sample('chronum_step_attempts', { ...flow, step: step.id }, step.attempts)),
    ),
  ];
}

const metric = (name: string, type: string, help: string, samples: readonly string[]): string[] =>
  samples.length === 0 ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples];

function sample(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const inside = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}{${inside.join(',')}} ${value}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
