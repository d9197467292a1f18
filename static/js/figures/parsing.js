// Figures as nhveilig/figures/parsing.py reads and formats.py writes them, in whole ten-thousandths, so that a sum is
// exact. The rules and the reasons for them stand there; tests/figures/examples.json holds both to the same answers.

const SCALE = 4;
const LONGEST_NUMBER = 40;
const LARGEST = 9_999_999_999_9999n;
const WITHOUT_NUMBER = new Map([
  ["", "blank"], ["-", "dash"], ["–", "dash"], ["—", "dash"], ["−", "dash"],
  ["n.t.b.", "undecided"], ["n.t.b", "undecided"], ["ntb", "undecided"], ["nog te bepalen", "undecided"],
  ["n.v.t.", "not_applicable"], ["n.v.t", "not_applicable"], ["nvt", "not_applicable"],
  ["niet van toepassing", "not_applicable"],
  ["p.m.", "undecided"], ["p.m", "undecided"], ["pm", "undecided"], ["pro memorie", "undecided"],
  ["onbekend", "unknown"], ["?", "unknown"],
]);
const BEFORE_NUMBER = [
  ["minimum", /^(?:ten minste|tenminste|minstens|minimaal|minimum|min\.|≥|>=)\s*(.+)$/i],
  ["maximum", /^(?:ten hoogste|tenhoogste|hoogstens|maximaal|maximum|max\.|≤|<=)\s*(.+)$/i],
  ["more_than", /^(?:meer dan|ruim|>)\s*(.+)$/i],
  ["less_than", /^(?:minder dan|<)\s*(.+)$/i],
  ["nearly", /^bijna\s*(.+)$/i],
  ["circa", /^(?:circa|ca\.?|ongeveer|±|~)\s*(.+)$/i],
  ["provisional", /^voorlopig\s*(.+)$/i],
];
const BEHIND_NUMBER = /^(.+?)\s*\(voorlopig\)$/i;
const WRITTEN = new RegExp(
  "^(?<sign>-/-|[+\\-−]?)\\s*(?:(?<before>€|euro|eur)\\s*(?<inner>-/-|[+\\-−]?)\\s*)?" +
  "(?<digits>[0-9](?:[0-9., ]*[0-9])?)(?:,(?:-{1,2}|–|—|=))?" +
  "\\s*(?<scale>mln\\.?|miljoen|mld\\.?|miljard)?\\s*(?<after>€|euro|eur|%|procent|fte)?\\s*(?<last>-/-|[\\-−]?)$", "i");
// Between brackets is below zero.
const IN_BRACKETS = /^(€|euro|eur)?\s*\(([^()]+)\)$/i;
const UNITS = new Map([["€", "€"], ["euro", "€"], ["eur", "€"], ["%", "%"], ["procent", "%"], ["fte", "fte"]]);
const STILL_OPEN = new Set(["undecided", "unknown"]);

/** What a field holds: which units, how many decimals (null: nobody knows), from and up to what, as Bounds in Python. */
export const ANY = { units: ["€", "%", "fte"], decimals: null, lowest: -LARGEST, highest: LARGEST };
export const FTE = { ...ANY, units: ["fte"], lowest: 0n, highest: 999_999_9999n };

/** {value, kind}: kind is the qualifier, value null where there is no number. Null when the server refuses the text. */
export function parseFigure(text, bounds) {
  const words = text.trim().split(/\s+/).join(" ");
  const without = WITHOUT_NUMBER.get(words.toLowerCase());
  if (without !== undefined) return { value: null, kind: without };
  if (words.toLowerCase() === "nihil") return { value: 0n, kind: "exact" };
  const [kind, written] = split(words);
  const value = parseNumber(written, bounds);
  return value === null ? null : { value, kind };
}

function split(text) {
  if (/^[0-9]/.test(text) && !text.endsWith(")")) return ["exact", text];
  const behind = BEHIND_NUMBER.exec(text);
  if (behind) return ["provisional", behind[1]];
  for (const [kind, pattern] of BEFORE_NUMBER) {
    const found = pattern.exec(text);
    if (found) return [kind, found[1]];
  }
  return ["exact", text];
}

function parseNumber(written, bounds) {
  if (written.length > LONGEST_NUMBER) return null;
  const brackets = IN_BRACKETS.exec(written);
  const bare = brackets ? `${brackets[1] ?? ""}${brackets[2]}`.trim() : written;
  const { sign, before, inner, digits, scale, after, last } = WRITTEN.exec(bare)?.groups ?? {};
  const signs = [brackets ? "-" : "", sign, inner, last].filter(Boolean);
  if (digits === undefined || signs.length > 1 || (before && after)) return null;
  const unit = UNITS.get((before ?? after ?? "").toLowerCase());
  if (unit && !bounds.units.includes(unit)) return null;
  const size = sized(digits.replace(/([0-9]) (?=[0-9]{3}(?![0-9]))/g, "$1"), scale, bounds);
  if (size === null) return null;
  // What comes in with a sign is a change, and no strength.
  if (signs[0] === "+" && bounds.lowest === 0n && bounds.units.includes("fte")) return null;
  const value = (signs[0] ?? "+") === "+" ? size : -size;
  const isTooPrecise = bounds.decimals !== null && decimalsNeeded(value, 0) > bounds.decimals;
  return value < bounds.lowest || value > bounds.highest || isTooPrecise ? null : value;
}

function sized(digits, scale, { decimals }) {
  if (!scale && /^[1-9][0-9]{0,2},[0-9]{3}$/.test(digits) && (decimals ?? 0) < 3) return null;
  const plain = withPoint(digits);
  return plain === null ? null : scaled(plain, zerosOf(scale?.toLowerCase()));
}

function zerosOf(scale) {
  if (!scale) return 0;
  return scale.startsWith("mld") || scale === "miljard" ? 9 : 6;
}

function withPoint(digits) {
  if (/^[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?$/.test(digits)) return digits.replaceAll(".", "").replace(",", ".");
  if (/^[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,})$/.test(digits)) return digits.replaceAll(",", "");
  return /^[0-9]+(?:[.,][0-9]+)?$/.test(digits) ? digits.replace(",", ".") : null;
}

function scaled(plain, zeros = 0) {
  const [whole, part = ""] = plain.split(".");
  const kept = part.replace(/0+$/, "");
  return kept.length > SCALE + zeros ? null : BigInt(whole + kept.padEnd(SCALE + zeros, "0"));
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
