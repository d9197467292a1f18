// Choosing partners of an activity from those that are known, below the lines one may write freely.

/** `root`: the page. The choice comes with the part that is opened: two hundred of them would be slow. */
export function offerPartners(root) {
  if (!document.getElementById("bekende-partners")) return;
  const offer = (part) => {
    const place = part.querySelector("[data-field=partners]");
    if (place && !place.nextElementSibling?.matches(".partner-choice")) place.after(choiceFor(place.querySelector("textarea")));
  };
  for (const part of root.querySelectorAll(".part details[open]")) offer(part);
  root.addEventListener("toggle", ({ target }) => target.open && offer(target), true);
}

function choiceFor(area) {
  const choice = document.createElement("div");
  choice.className = "control partner-choice";
  const label = Object.assign(document.createElement("label"), { htmlFor: `kies-${area.id}`, textContent: "Kies een partner" });
  const input = Object.assign(document.createElement("input"), { id: `kies-${area.id}`, type: "text", autocomplete: "off" });
  input.setAttribute("list", "bekende-partners");
  const add = Object.assign(document.createElement("button"), {
    type: "button", className: "nl-button nl-button--secondary button--small", textContent: "Voeg toe aan partners",
  });
  add.addEventListener("click", () => take(area, input));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take(area, input);
  });
  choice.append(label, input, add);
  return choice;
}

/** On a line of its own, once. */
function take(area, input) {
  const name = input.value.trim();
  const lines = area.value.split("\n").map((line) => line.trim()).filter(Boolean);
  input.value = "";
  input.focus();
  if (!name || lines.includes(name)) return;
  area.value = [...lines, name].join("\n");
  for (const kind of ["input", "change"]) area.dispatchEvent(new Event(kind, { bubbles: true }));
}
