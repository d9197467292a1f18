// Writing a plan, section by section.

import { startPage } from "../editing/page.js";
import { arrange, regroup } from "./arranging.js";
import { offerPartners } from "./partners.js";
import { PlanPresence } from "./presence.js";

const root = document.getElementById("plan-editor");

/** In the line of a part that folds. */
function showInLine(field) {
  if (field.name !== "title") return;
  const title = field.form.closest(".part").querySelector("[data-shows=title]");
  if (title && field.text.trim()) title.textContent = field.text;
}

/** What the portal reads in the words counts only once the writer takes it over. */
function takeOver({ target }) {
  const wanted = target.closest("[data-take]");
  if (!wanted) return;
  const boxes = wanted.closest("[data-field]").querySelectorAll("input");
  for (const box of boxes) box.checked = wanted.dataset.take.split(",").includes(box.value);
  boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
  boxes[0].focus();
  wanted.parentElement.remove();
}

if (root) {
  const told = (field) => {
    showInLine(field);
    regroup(root, field, saving);
  };
  const saving = startPage({ root, presenceOf: (page) => new PlanPresence(page), told });
  arrange(root, saving);
  root.addEventListener("click", takeOver);
  offerPartners(root);
}
