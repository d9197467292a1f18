// A block of cells as a spreadsheet puts it on the clipboard: tabs between cells, lines between rows.

export function isBlock(text) {
  return /[\t\n]/.test(text.replace(/\r?\n$/, ""));
}

export function rowsFrom(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
}
