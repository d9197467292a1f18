// Typing in a strength table: what every grid does, and totals that follow their parts, as formation/services/totals.py
// has them follow.

import { decimalsNeeded, formatNumber, FTE, parseFigure, total } from "../figures/parsing.js";
import { Cell, Grid } from "../grid/grid.js";

const DEEPEST = 6;

class StrengthCell extends Cell {
  /** A sum that the page shows is not what somebody typed. */
  get isChanged() {
    return super.isChanged && this.text !== this.preview;
  }

  showSum(text) {
    this.preview = text;
    this.show(text);
  }

  get savedFigure() {
    return parseFigure(this.saved, this.bounds);
  }
}

class StrengthGrid extends Grid {
  /** What its column is in, how precise a figure there may be, and how many decimals it shows. */
  cellOf(input, seen) {
    const head = this.form.querySelectorAll("thead th")[input.closest("td").cellIndex].dataset;
    const [row, category] = input.id.replace("cel-", "").split("-");
    const bounds = { ...FTE, units: [head.unit], decimals: Number(head.most) };
    return new StrengthCell(input, seen, { place: { row, category }, bounds, decimals: Number(head.decimals) });
  }

  get extra() {
    return { reason: this.form.elements.reason.value };
  }

  // Totals that follow ------------------------------------------------------

  done(answer) {
    super.done(answer);
    this.tookTotals(answer);
  }

  took(answer) {
    super.took(answer);
    this.tookTotals(answer);
  }

  /** What they are now; what somebody is typing over one stays. */
  tookTotals({ totals = [] }) {
    for (const one of totals) {
      const cell = this.cells.get(one.key);
      if (cell.isChanged) Object.assign(cell, { version: one.version, saved: one.text });
      else cell.take(one);
      super.recompute(cell);
    }
  }

  recompute(changed) {
    super.recompute(changed);
    for (const cell of this.follow(changed)) super.recompute(cell);
  }

  /** Totals that were the sum of their parts, or empty, show it while one types. Totals follow from other totals, so
   * look until nothing changes any more. */
  follow(changed) {
    const moved = new Set([changed]);
    for (let round = 0, again = true; again && round < DEEPEST; round += 1) {
      again = false;
      for (const cell of this.totals.filter((one) => one !== changed && !one.isChanged)) {
        const sum = cell.sums.find(({ parts }) => this.wasSum(cell, parts));
        if (!sum?.parts.some((key) => moved.has(this.cells.get(key)))) continue;
        const { value, open } = total(sum.parts.map((key) => this.figure(key)));
        const text = open || value === null ? "" : formatNumber(value, decimalsNeeded(value, cell.decimals));
        if (text === cell.text) continue;
        cell.showSum(text);
        moved.add(cell);
        again = true;
      }
    }
    moved.delete(changed);
    return moved;
  }

  wasSum(cell, parts) {
    if (!cell.saved) return true;
    const { value, open } = total(parts.map((key) => this.cells.get(key).savedFigure));
    return !open && value !== null && cell.savedFigure?.value === value;
  }
}

const form = document.getElementById("tabel-bewerken");
if (form) new StrengthGrid(form, `sterkte-${form.dataset.table}`);
