// Folds the groups of a strength table. Without a script every group is open.

function rowsBelow(heading) {
  const rows = [...heading.parentElement.rows].filter((row) => row !== heading);
  return rows.filter((row) => !row.classList.contains("row-subtotal"));
}

function addButton(heading) {
  const head = heading.cells[0];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-as-link";
  button.setAttribute("aria-expanded", "true");
  button.textContent = head.textContent;
  button.addEventListener("click", () => fold(heading, button.getAttribute("aria-expanded") === "true"));
  head.replaceChildren(button);
}

function fold(heading, closed) {
  heading.querySelector("button").setAttribute("aria-expanded", String(!closed));
  for (const row of rowsBelow(heading)) row.hidden = closed;
}

for (const heading of document.querySelectorAll("[data-tree] .row-heading")) {
  if (rowsBelow(heading).length) addButton(heading);
}
