// A published total beside the sum of its parts, in the words of nhveilig/figures/sums.py.

import { decimalsNeeded, formatNumber, fromServer, signed, total } from "./parsing.js";

const LABELS = { r: "som van de rij", o: "som van de onderdelen", s: "som van de subtotalen", p: "som van de posten" };
const WORST_FIRST = ["differs", "explained", "open", "agrees"];

/** "r 1-2 1-3|o 4-1" becomes [{label, parts}]. */
export function sumsFrom(text) {
  return text.split("|").filter(Boolean).map((one) => {
    const [letter, ...parts] = one.split(" ");
    return { label: LABELS[letter], parts };
  });
}

/** {words, state} for `published` against [{label, figures}]. `explained` are differences as the server writes them. */
export function outcome(published, sums, decimals, explained) {
  const reasons = explained.split(" ").filter(Boolean).map(fromServer);
  const found = sums.map(({ label, figures }) => compared(published, label, total(figures), decimals, reasons));
  const state = WORST_FIRST.find((one) => found.some((each) => each.state === one)) ?? "";
  const words = found.map((one) => one.words).filter(Boolean).join("; ");
  return { words: words || (state === "agrees" ? "som klopt" : ""), state };
}

function compared(published, label, sum, decimals, reasons) {
  if (sum.open) return { words: `${label}: ${sum.open} nog onbekend`, state: "open" };
  if (sum.value === null) return { words: "", state: "" };
  const shown = `${label} ${formatNumber(sum.value, decimalsNeeded(sum.value, decimals))}`;
  if (published === null || published.value === null) return { words: shown, state: "" };
  const difference = published.value - sum.value;
  if (difference === 0n) return { words: "", state: "agrees" };
  const words = `${shown}, verschil ${signed(difference, decimalsNeeded(difference, decimals))}`;
  return reasons.includes(difference) ? { words: `${words} (toegelicht)`, state: "explained" } : { words, state: "differs" };
}
