// Writing a plan, section by section.

import { startPage } from "../editing/page.js";
import { arrange, regroup } from "./arranging.js";
import { PlanPresence } from "./presence.js";

const root = document.getElementById("plan-editor");

/** In the line of a part that folds. */
function showInLine(field) {
  if (field.name !== "title") return;
  const title = field.form.closest(".part").querySelector("[data-shows=title]");
  if (title && field.text.trim()) title.textContent = field.text;
}

if (root) {
  const told = (field) => {
    showInLine(field);
    regroup(root, field, saving);
  };
  const saving = startPage({ root, presenceOf: (page) => new PlanPresence(page), told });
  arrange(root, saving);
}
