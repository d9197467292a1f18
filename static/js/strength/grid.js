// Typing in a strength table: what every grid does, and totals that can be taken from their parts.

import { decimalsNeeded, formatNumber, FTE, total } from "../figures/parsing.js";
import { Cell, Grid } from "../grid/grid.js";

class StrengthGrid extends Grid {
  /** What its column is in, how precise a figure there may be, and how many decimals it shows. */
  cellOf(input, seen) {
    const head = this.form.querySelectorAll("thead th")[input.closest("td").cellIndex].dataset;
    const [row, category] = input.id.replace("cel-", "").split("-");
    const bounds = { ...FTE, units: [head.unit], decimals: Number(head.most) };
    return new Cell(input, seen, { place: { row, category }, bounds, decimals: Number(head.decimals) });
  }

  get extra() {
    return { reason: this.form.elements.reason.value };
  }

  listen() {
    super.listen();
    this.form.querySelector("[data-act=sums]").addEventListener("click", () => this.takeSums());
  }

  /** Totals follow from other totals, so look until nothing changes any more. */
  takeSums() {
    const figures = new Map([...this.cells.keys()].map((key) => [key, this.figure(key)]));
    const changes = new Map();
    for (let round = 0, again = true; again && round < 6; round += 1) {
      again = false;
      for (const cell of this.totals) {
        const { value, open } = total(cell.sums[0].parts.map((key) => figures.get(key)));
        if (cell.note.dataset.state === "explained" || open || value === null || figures.get(cell.id)?.value === value) continue;
        figures.set(cell.id, { value, kind: "exact" });
        changes.set(cell, formatNumber(value, decimalsNeeded(value, cell.decimals)));
        again = true;
      }
    }
    if (changes.size) this.saveBlock("Sommen overnemen: dit verandert er", changes);
    else this.say("Elk totaal is al de som van zijn delen.");
  }
}

const form = document.getElementById("tabel-bewerken");
if (form) new StrengthGrid(form, `sterkte-${form.dataset.table}`);
