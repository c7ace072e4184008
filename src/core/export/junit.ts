import { explainStep } from '../run/explain.ts';
import type { Exporter } from './exporter.ts';
import { type RunReport, reportOf, type StepReport } from './run-report.ts';

/** A test report as continuous integration reads it: a suite for the run, a case for each step. */
export const junitExporter: Exporter = {
  name: 'junit',
  description: 'A JUnit report with a test case for each step',
  extension: 'xml',
  export: (events) => suiteOf(reportOf(events)),
};

function suiteOf(report: RunReport): string {
  const { created, startedAt, duration, steps } = report;
  const failures = steps.filter((step) => step.status === 'failed').length;
  const skipped = steps.filter((step) => step.status === 'skipped' || step.status === 'cancelled').length;
  const counts = `tests="${steps.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${duration.toFixed(3)}"`;
  const name = attribute(created.flow.name);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${name}" ${counts}>`,
    `  <testsuite name="${name}" ${counts} timestamp="${startedAt ?? created.at}">`,
    '    <properties>',
    `      <property name="chronum.run" value="${attribute(created.runId)}"/>`,
    `      <property name="chronum.file" value="${attribute(created.flow.file)}"/>`,
    '    </properties>',
    ...steps.flatMap((step) => caseOf(step, created.flow.name)),
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function caseOf(step: StepReport, flow: string): string[] {
  const { id, status, reason, attempts, error, duration } = step;
  const head = `    <testcase name="${attribute(id)}" classname="${attribute(flow)}" time="${duration.toFixed(3)}"`;
  if (status === 'succeeded') return [`${head}/>`];
  const why = explainStep({ status, reason, attempts, ...(error === undefined ? {} : { error }) });
  const inside =
    status === 'failed'
      ? `<failure message="${attribute(error?.message ?? why)}" type="${attribute(error?.kind ?? reason)}">${text(why)}</failure>`
      : `<skipped message="${attribute(why)}"/>`;
  return [`${head}>`, `      ${inside}`, '    </testcase>'];
}

/** XML 1.0 has no place for most control characters and for lone surrogates, however they are written. */
const text = (value: string): string =>
  value
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const attribute = (value: string): string =>
  text(value).replaceAll('"', '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;').replace(/\r/g, '&#13;');
