/**
 * Lengths of time for people, always of the same width class: `0.4 s`, `12.3 s`, `4 m 05 s`, `2 h 07 m`, `3 d 04 h`.
 * Below 10 ms the exact milliseconds.
 */
export function formatElapsed(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1) return '0 s';
  if (ms < 100) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60)} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${pad(Math.floor((whole % 3600) / 60))} m`;
  return `${Math.floor(whole / 86_400)} d ${pad(Math.floor((whole % 86_400) / 3600))} h`;
}

/** A countdown in whole seconds, rounded up, so that it never says 0 while there is still something to wait for. */
export function formatCountdown(milliseconds: number): string {
  if (milliseconds <= 0) return '0 s';
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : formatElapsed(seconds * 1000);
}

/** A place on a time axis whose neighbours are `step` milliseconds apart: only as many digits as tell them apart. */
export function formatAxisTime(milliseconds: number, step: number): string {
  const sign = milliseconds < 0 ? '-' : '';
  const ms = Math.abs(milliseconds);
  if (step < 1000) {
    const digits = step >= 100 ? 1 : step >= 10 ? 2 : 3;
    return ms < 60_000
      ? `${sign}${(ms / 1000).toFixed(digits)} s`
      : `${sign}${Math.floor(ms / 60_000)}:${((ms % 60_000) / 1000).toFixed(digits).padStart(3 + digits, '0')}`;
  }
  const whole = Math.round(ms / 1000);
  if (whole < 60 && step < 60_000) return `${sign}${whole} s`;
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours > 0 ? `${sign}${hours}:${pad(minutes)}:${pad(seconds)}` : `${sign}${minutes}:${pad(seconds)}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
