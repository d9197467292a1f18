// A search above a long list of boxes. Without a script they all stand there.

const FEW = 10;

function addSearch(frame) {
  const boxes = [...frame.querySelectorAll('input[type="checkbox"]')];
  const legend = frame.querySelector("legend");
  if (boxes.length <= FEW || !legend) return;
  const rows = boxes.map((box) => box.closest("label").parentElement);
  const label = document.createElement("label");
  const search = document.createElement("input");
  label.className = "field__label";
  label.textContent = "Zoek een gemeente";
  search.type = "search";
  search.id = "zoek-keuze";
  search.autocomplete = "off";
  label.htmlFor = search.id;
  search.addEventListener("input", () => {
    const word = search.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(word);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  legend.after(label, search);
}

for (const frame of document.querySelectorAll("[data-choices]")) addSearch(frame);
