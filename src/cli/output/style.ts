type Paint = (text: string) => string;

export interface Style {
  readonly isOn: boolean;
  readonly green: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
  readonly cyan: Paint;
  readonly dim: Paint;
  readonly bold: Paint;
}

/** Colours on a terminal and none in a pipe. NO_COLOR takes them away, FORCE_COLOR gives them (https://no-color.org, https://force-color.org). */
export function createStyle(
  { isTTY = false }: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = environment;
  const isForced = force !== undefined && force !== '' && force !== '0' && force !== 'false';
  const isRefused = (no !== undefined && no !== '') || force === '0' || force === 'false';
  const isOn = isForced || (!isRefused && isTTY && term !== 'dumb');
  const paint =
    (open: number, close: number): Paint =>
    (text) =>
      isOn ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    isOn,
    green: paint(32, 39),
    red: paint(31, 39),
    yellow: paint(33, 39),
    blue: paint(34, 39),
    cyan: paint(36, 39),
    dim: paint(2, 22),
    bold: paint(1, 22),
  };
}
