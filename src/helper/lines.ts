/** Splits arriving text into lines. A line that is not complete yet is kept as a list of pieces: no copy per chunk. */
export function createLineSplitter(onLine: (line: string) => void): (text: string) => void {
  let pieces: string[] = [];
  return (text) => {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      const line = text.slice(start, end);
      start = end + 1;
      if (pieces.length === 0) onLine(line);
      else {
        pieces.push(line);
        const whole = pieces.join('');
        pieces = [];
        onLine(whole);
      }
    }
    if (start < text.length) pieces.push(start === 0 ? text : text.slice(start));
  };
}
