// Keys that move between inputs as in a spreadsheet. Left and right first move within the text.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** `matrix` holds the inputs row by row, each at its place in the row; the event comes from one of them. */
export function moveWith(event, matrix) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "F2") return caretAtEnd(event);
  const step = event.key === "Enter" ? [event.shiftKey ? -1 : 1, 0] : STEPS[event.key];
  if (!step || (event.shiftKey && event.key !== "Enter") || staysInText(event)) return;
  event.preventDefault();
  const row = matrix.findIndex((inputs) => inputs.includes(event.target));
  const column = matrix[row].indexOf(event.target);
  next(matrix, row, column, step)?.focus();
}

/** Over what has no input at this place, as a head between two groups. */
function next(matrix, row, column, [down, right]) {
  for (let [y, x] = [row + down, column + right]; matrix[y] && x >= 0 && (down || x < matrix[y].length); [y, x] = [y + down, x + right])
    if (matrix[y][x]) return matrix[y][x];
  return null;
}

function caretAtEnd(event) {
  event.preventDefault();
  const { value } = event.target;
  event.target.setSelectionRange(value.length, value.length);
}

function staysInText({ key, target }) {
  const { selectionStart: start, selectionEnd: end, value } = target;
  const whole = start === 0 && end === value.length;
  if (key === "ArrowLeft") return !whole && !(start === 0 && end === 0);
  if (key === "ArrowRight") return !whole && !(start === value.length && end === value.length);
  return false;
}
