import { describe, expect, it } from 'vitest';
import { excerptOf } from './excerpt.ts';

const TEXT = 'name: broken\nsteps:\n  - name: test\r\n    need: [biuld]\n';
const at = (line: number, column: number, endLine: number, endColumn: number) =>
  excerptOf(TEXT, { line, column, endLine, endColumn });

describe('excerptOf', () => {
  it('takes the line apart around what is meant', () => {
    expect(at(4, 5, 4, 9)).toEqual({ before: '    ', marked: 'need', after: ': [biuld]' });
  });

  it('marks to the end of the line where it goes on', () => {
    expect(at(3, 5, 4, 9)).toEqual({ before: '  - ', marked: 'name: test', after: '' });
  });

  it('marks a blank where something is missing', () => {
    expect(at(2, 7, 2, 7)).toEqual({ before: 'steps:', marked: ' ', after: '' });
  });

  it('has nothing to show for a line that is not there', () => {
    expect(at(9, 1, 9, 2)).toBeUndefined();
    expect(excerptOf('\n\n', { line: 1, column: 1, endLine: 1, endColumn: 1 })).toBeUndefined();
  });
});
