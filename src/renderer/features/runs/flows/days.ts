/** Local days as a calendar shows them: columns are weeks from Monday on. */

const WEEK = 7;
/** Weeks that the name of a month takes. */
const ROOM = 3;

/** Midnight of the day that lies so many days from the one of `instant`, here. */
export function midnight(instant: number, daysLater = 0): number {
  const date = new Date(instant);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater).getTime();
}

/** 0 for Monday to 6 for Sunday. */
export const weekday = (instant: number): number => (new Date(instant).getDay() + 6) % WEEK;

/** The beginnings of the days of the last `weeks` weeks up to today, whole weeks from Monday on, and the end of today. */
export function dayBounds(now: number, weeks: number): number[] {
  const days = (weeks - 1) * WEEK + weekday(now) + 1;
  return Array.from({ length: days + 1 }, (_, index) => midnight(now, index - days + 1));
}

/** The weeks in which a month begins, with its name, for the line above the map. */
export function monthMarks(starts: readonly number[]): { readonly week: number; readonly name: string }[] {
  const marks: { week: number; name: string }[] = [];
  for (let week = 0; week * WEEK < starts.length; week++) {
    const first = starts[week * WEEK] as number;
    const before = week === 0 ? undefined : (starts[(week - 1) * WEEK] as number);
    const isNew = before === undefined || new Date(before).getMonth() !== new Date(first).getMonth();
    if (!isNew) continue;
    // Names need room: the end of a month at the left gives way to the next.
    if (week - (marks.at(-1)?.week ?? -ROOM) < ROOM) marks.pop();
    marks.push({ week, name: monthFormat.format(first) });
  }
  return marks;
}

const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'short' });
