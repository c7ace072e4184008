import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../core/base/json.ts';
import { flowJsonSchema } from '../../../../../core/flow/json-schema.ts';
import { builtInExecutors } from '../../../../../main/executors/registry.ts';
import { controlOf, labelOf } from './control-of.ts';

const flow = flowJsonSchema() as unknown as {
  properties: JsonObject;
  definitions: { steps: { items: { properties: JsonObject } } };
};
const step = flow.definitions.steps.items.properties;
const optionsOf = (executor: string) =>
  (builtInExecutors().get(executor)!.jsonSchema as unknown as { properties: JsonObject }).properties;

describe('the control of a key', () => {
  it.each<[string, Json | undefined, object]>([
    ['timeout', step.timeout, { kind: 'text', scalar: 'text' }],
    ['if', step.if, { kind: 'text', scalar: 'condition' }],
    ['onLost', step.onLost, { kind: 'choice', options: ['rerun', 'fail', 'ask'], isBoolean: false }],
    ['tty', step.tty, { kind: 'choice', options: ['false', 'true'], isBoolean: true }],
    ['continueOnError', step.continueOnError, { kind: 'choice', isBoolean: true, isTemplated: true }],
    ['stopOnFail', flow.properties.stopOnFail, { kind: 'choice', options: ['false', 'true', 'drain'] }],
    ['maxParallel', flow.properties.maxParallel, { kind: 'text', scalar: 'number', placeholder: 'auto' }],
    ['maxFailures', step.maxFailures, { kind: 'text', scalar: 'any' }],
    ['labels', flow.properties.labels, { kind: 'lines', isNumbers: false }],
    ['env', step.env, { kind: 'pairs' }],
    ['repeat', step.repeat, { kind: 'fields' }],
    ['hooks', flow.properties.hooks, { kind: 'list' }],
    ['workspace', flow.properties.workspace, { kind: 'yaml' }],
    ['cache', step.cache, { kind: 'yaml' }],
  ])('%s', (key, schema, expected) => {
    expect(controlOf(schema, key)).toMatchObject(expected);
  });

  it.each<[string, string, object]>([
    ['http', 'method', { kind: 'choice', options: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] }],
    ['http', 'headers', { kind: 'pairs' }],
    ['http', 'expect', { kind: 'lines' }],
    ['http', 'auth', { kind: 'yaml' }],
    ['docker', 'mount', { kind: 'choice', options: ['true', 'false'], isBoolean: true }],
    ['docker', 'volumes', { kind: 'lines' }],
    ['approval', 'message', { kind: 'text', scalar: 'lines', placeholder: 'Go on?' }],
    ['flow', 'wait', { kind: 'choice', options: ['true', 'false'] }],
  ])('%s: %s', (executor, key, expected) => {
    expect(controlOf(optionsOf(executor)[key], key)).toMatchObject(expected);
  });

  it('has one for whatever a plug-in may say', () => {
    for (const schema of [undefined, true, {}, { type: 'weird' }, { $ref: '#/x' }, { type: ['string', 'object'] }, 3]) {
      expect(controlOf(schema as Json, 'x').kind).toBe('yaml');
    }
  });

  it('is named in words', () => {
    expect(labelOf('maxQueued')).toBe('Max queued');
    expect(labelOf('url')).toBe('URL');
  });
});
