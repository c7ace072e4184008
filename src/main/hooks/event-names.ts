/** The names under which hooks may ask for an event, the most exact first. */
export function namesOf(type: string): readonly [string, string, string] {
  const dot = type.indexOf('.');
  return [type, `${type.slice(0, dot)}.*`, '*'];
}

/** Whether one of the names that a hook asks for means this event. */
export const asksFor = (on: readonly string[], type: string): boolean =>
  namesOf(type).some((name) => on.includes(name));
