/** A stretch of time on screen. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export const xOf = ({ from, to }: Stretch, width: number, instant: number): number =>
  ((instant - from) / (to - from)) * width;

export const instantAt = ({ from, to }: Stretch, width: number, x: number): number =>
  from + Math.max(0, Math.min(1, x / Math.max(1, width))) * (to - from);

export interface Tick {
  readonly at: number;
  readonly label: string;
  /** Begins a day (of a month where days are the steps: a month). */
  readonly isMajor: boolean;
}

const HOUR = 3_600_000;
const LEAST_PX = 72;
/** Steps in hours; from a day on in days. */
const HOURS = [1, 3, 6, 12] as const;
const DAYS = [1, 2, 7, 14, 28] as const;
const MINUTES = [5, 15, 30] as const;

/** Round times on the clock of this machine, far enough apart for their labels, right across clock changes. */
export function ticks(stretch: Stretch, width: number): Tick[] {
  const least = ((stretch.to - stretch.from) / Math.max(1, width)) * LEAST_PX;
  const minutes = MINUTES.find((step) => step * 60_000 >= least);
  if (minutes !== undefined)
    return collect(stretch, (date) => date.setMinutes(floorTo(date.getMinutes(), minutes), 0, 0), minutes * 60_000);
  const hours = HOURS.find((step) => step * HOUR >= least);
  if (hours !== undefined)
    return collect(stretch, (date) => date.setHours(floorTo(date.getHours(), hours), 0, 0, 0), hours * HOUR);
  const days = DAYS.find((step) => step * 24 * HOUR >= least) ?? 28;
  return dayTicks(stretch, days);
}

const floorTo = (value: number, step: number): number => value - (value % step);

function collect({ from, to }: Stretch, round: (date: Date) => number, step: number): Tick[] {
  const found: Tick[] = [];
  let last = Number.NaN;
  // Half a step further and rounded down again: a clock change moves neither.
  for (let at = round(new Date(from)); at <= to; at = round(new Date(at + step * 1.5))) {
    if (at === last) {
      at += step;
      continue;
    }
    last = at;
    if (at >= from) found.push(tickAt(at));
  }
  return found;
}

function tickAt(at: number): Tick {
  const date = new Date(at);
  const isMajor = date.getHours() === 0 && date.getMinutes() === 0;
  return { at, isMajor, label: isMajor ? dayFormat.format(at).replace(',', '') : timeFormat.format(at) };
}

function dayTicks({ from, to }: Stretch, step: number): Tick[] {
  const found: Tick[] = [];
  const date = new Date(from);
  date.setHours(0, 0, 0, 0);
  // Weeks begin on Monday; single days are all the same.
  if (step >= 7) date.setDate(date.getDate() - ((date.getDay() + 6) % 7));
  for (; date.getTime() <= to; date.setDate(date.getDate() + step)) {
    const at = date.getTime();
    if (at < from) continue;
    found.push({ at, isMajor: date.getDay() === 1 || step >= 7, label: dayFormat.format(at).replace(',', '') });
  }
  return found;
}

const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
