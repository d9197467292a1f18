// What others did in the plan meanwhile, beside what they wrote: how much is filled in, and whether it is still open.

import { Writers } from "../editing/writers.js";
import { showMissing } from "./missing.js";

export class PlanPresence extends Writers {
  news(answer) {
    super.news(answer);
    for (const state of answer.sections ?? []) this.count(state);
    if (answer.sections) {
      this.meter(answer.sections);
      showMissing(this.root, answer.sections);
    }
    if (answer.is_open === false) this.tell("Dit plan is intussen verder gegaan en kan nu niet worden gewijzigd.");
  }

  count({ code, done, total }) {
    const place = this.root.querySelector(`[data-section="${code}"] [data-count]`);
    if (place) place.textContent = total ? `${done}/${total}` : "";
  }

  meter(sections) {
    const sum = (name) => sections.reduce((total, one) => total + one[name], 0);
    for (const name of ["done", "total"]) this.root.querySelector(`[data-meter=${name}]`).textContent = sum(name);
    const bar = this.root.querySelector(".plan-sections__meter progress");
    Object.assign(bar, { max: sum("total"), value: sum("done") });
  }
}
