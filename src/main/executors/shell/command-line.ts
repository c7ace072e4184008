import { ok, problem, type Result } from '../../../core/base/result.ts';

/** Words of `shell:`, with quotes and backslashes as a POSIX shell reads them. Nothing is expanded. */
export function splitCommandLine(line: string): Result<string[]> {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (quote !== null) {
      if (char === quote) quote = null;
      else if (char === '\\' && quote === '"' && /["\\]/.test(line[i + 1] ?? '')) word += line[++i] as string;
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (char === '\\' && i + 1 < line.length) word = (word ?? '') + (line[++i] as string);
    else word = (word ?? '') + char;
  }
  if (quote !== null) return problem('shell-syntax', `shell: \`${line}\` has a quote ${quote} that is not closed.`);
  if (word !== null) words.push(word);
  return ok(words);
}
