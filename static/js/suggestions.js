// The list below a search field, by keyboard: down and up go along its links, Escape leaves it. It opens without this
// script as well, and Tab goes through it.

const listOf = (field) => document.getElementById(field.dataset.suggest);

function step(field, from, by) {
  const stops = [field, ...listOf(field).querySelectorAll("a")];
  const next = stops[stops.indexOf(from) + by];
  if (next) next.focus();
  return Boolean(next);
}

for (const field of document.querySelectorAll("[data-suggest]")) {
  field.form.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && step(field, event.target, by)) event.preventDefault();
    if (event.key === "Escape" && listOf(field).firstChild) {
      listOf(field).replaceChildren();
      field.focus();
      // Not the menu around it, nor what was typed.
      event.preventDefault();
    }
  });
}
