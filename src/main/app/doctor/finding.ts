/** One thing that was looked at. `broken`: nothing works, or what is stored is in danger. `limited`: some steps will not work. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'limited' | 'broken';
  /** What was found, in a sentence's part: `v24.21.0 on linux x64`. */
  readonly found: string;
  /** What to do about it: an exact command where there is one. */
  readonly fix?: string;
}

export const fine = (check: string, found: string): Finding => ({ check, status: 'ok', found });
export const limited = (check: string, found: string, fix: string): Finding => ({
  check,
  status: 'limited',
  found,
  fix,
});
export const broken = (check: string, found: string, fix: string): Finding => ({ check, status: 'broken', found, fix });
