// A block of cells as a spreadsheet puts it on the clipboard: tabs between cells, lines between rows, and quotes around
// a cell that has one of these in it.

const CELL = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/y;

export function isBlock(text) {
  return /[\t\n]/.test(text.replace(/\r?\n$/, ""));
}

export function rowsFrom(text) {
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  CELL.lastIndex = 0;
  for (;;) {
    const [, quoted, plain, end] = CELL.exec(whole);
    rows.at(-1).push(words(quoted === undefined ? plain.trim().replace(/^"(.*)"$/, "$1") : quoted.replaceAll('""', '"')));
    if (!end) return rows;
    if (end === "\n") rows.push([]);
  }
}

const words = (text) => text.split(/\s+/).filter(Boolean).join(" ");
