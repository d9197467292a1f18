// Figures as nhveilig.figures reads and writes them, in whole ten-thousandths: a sum is exact, as on the server.

const SCALE = 4;
const LARGEST = 1_000_000n * 10n ** BigInt(SCALE);
const WITHOUT_NUMBER = new Map([
  ["", "blank"], ["-", "dash"], ["–", "dash"], ["—", "dash"], ["−", "dash"],
  ["n.t.b.", "undecided"], ["n.t.b", "undecided"], ["ntb", "undecided"],
  ["n.v.t.", "not_applicable"], ["n.v.t", "not_applicable"], ["nvt", "not_applicable"],
  ["onbekend", "unknown"],
]);
const BEFORE_NUMBER = [
  /^(?:circa|ca\.?|±|ongeveer)\s*(.+)$/i,
  /^(?:ten minste|tenminste|minimaal|min\.|≥|>=)\s*(.+)$/i,
  /^(?:ten hoogste|maximaal|max\.|≤|<=)\s*(.+)$/i,
  /^(?:meer dan|>)\s*(.+)$/i,
  /^(?:voorlopig)\s*(.+)$/i,
];
const BEHIND_NUMBER = /^(.+?)\s*\(voorlopig\)$/i;
const STILL_OPEN = new Set(["undecided", "unknown"]);

/** {value, kind}: value is null where there is no number. Null when the server would refuse the text. */
export function parseFigure(text, decimals) {
  const words = text.trim().split(/\s+/).join(" ");
  const kind = WITHOUT_NUMBER.get(words.toLowerCase());
  if (kind !== undefined) return { value: null, kind };
  const value = parseNumber(withoutWords(words));
  if (value === null || value < 0n || value >= LARGEST) return null;
  return decimalsNeeded(value, 0) > decimals ? null : { value, kind: "number" };
}

function withoutWords(text) {
  for (const pattern of [BEHIND_NUMBER, ...BEFORE_NUMBER]) {
    const found = pattern.exec(text);
    if (found) return found[1];
  }
  return text;
}

function parseNumber(text) {
  const sign = /^[+\-−]/.exec(text)?.[0] ?? "";
  const digits = text.slice(sign.length).trimStart().replace(/([0-9])[ \u00a0\u202f\u2009](?=[0-9]{3}(?![0-9]))/g, "$1");
  const plain = withPoint(digits);
  const value = plain === null ? null : scaled(plain);
  return value !== null && sign && sign !== "+" ? -value : value;
}

function withPoint(digits) {
  if (digits.length > 40 || /^[1-9][0-9]{0,2}[.,][0-9]{3}$/.test(digits)) return null;
  if (/^[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?$/.test(digits)) return digits.replaceAll(".", "").replace(",", ".");
  if (/^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$/.test(digits)) return digits.replaceAll(",", "");
  return /^[0-9]+(?:[.,][0-9]+)?$/.test(digits) ? digits.replace(",", ".") : null;
}

function scaled(plain) {
  const [whole, part = ""] = plain.split(".");
  const kept = part.replace(/0+$/, "");
  return kept.length > SCALE ? null : BigInt(whole + kept.padEnd(SCALE, "0"));
}

export function fromServer(text) {
  const negative = text.startsWith("-");
  const value = scaled(negative ? text.slice(1) : text);
  return negative ? -value : value;
}

export function decimalsNeeded(value, atLeast) {
  const part = String(value < 0n ? -value : value).padStart(SCALE + 1, "0").slice(-SCALE).replace(/0+$/, "");
  return Math.max(atLeast, part.length);
}

/** Half away from zero, with points between the thousands and a real minus sign. */
export function formatNumber(value, decimals) {
  const unit = 10n ** BigInt(Math.max(SCALE - decimals, 0));
  const size = value < 0n ? -value : value;
  const rounded = String((size + unit / 2n) / unit).padStart(decimals + 1, "0");
  const shown = decimals > SCALE ? rounded.padEnd(rounded.length + decimals - SCALE, "0") : rounded;
  const whole = shown.slice(0, shown.length - decimals).replace(/\B(?=([0-9]{3})+$)/g, ".");
  const text = decimals ? `${whole},${shown.slice(-decimals)}` : whole;
  return value < 0n && /[1-9]/.test(text) ? `−${text}` : text;
}

export function signed(value, decimals) {
  const text = formatNumber(value, decimals);
  return text.startsWith("−") || !/[1-9]/.test(text) ? text : `+${text}`;
}

/** What is known added up; value is null when no part is known. A text nobody can read yet counts as open. */
export function total(figures) {
  const known = figures.filter((figure) => figure !== null && figure.value !== null);
  return {
    value: known.length ? known.reduce((sum, figure) => sum + figure.value, 0n) : null,
    open: figures.filter((figure) => figure === null || STILL_OPEN.has(figure.kind)).length,
  };
}
