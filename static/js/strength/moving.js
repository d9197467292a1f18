// Keys that move between inputs as in a spreadsheet. Left and right first move within the text.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** `matrix` holds the inputs row by row; the event comes from one of them. */
export function moveWith(event, matrix) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "F2") return caretAtEnd(event);
  const step = event.key === "Enter" ? [event.shiftKey ? -1 : 1, 0] : STEPS[event.key];
  if (!step || (event.shiftKey && event.key !== "Enter") || staysInText(event)) return;
  event.preventDefault();
  const row = matrix.findIndex((inputs) => inputs.includes(event.target));
  const column = matrix[row].indexOf(event.target);
  matrix[row + step[0]]?.[column + step[1]]?.focus();
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
