// What the plan still misses, as it changes while one writes: on the line of each part, and in the list of the section.

const words = (label) => label.slice(label.lastIndexOf(": ") + 1).trim();

/** `sections`: what the server says of each, with `missing` as a list of `{part, label, url}`. */
export function showMissing(root, sections) {
  const missing = sections.flatMap((one) => one.missing);
  for (const line of root.querySelectorAll("[data-part] > details > .part__line")) {
    const { part } = line.closest("[data-part]").dataset;
    onLine(line, missing.filter((one) => one.part === part).map((one) => words(one.label)));
  }
  const shown = root.querySelector("[data-section]:has([aria-current])")?.dataset.section;
  inList(root.querySelector("[data-missing]"), sections.find((one) => one.code === shown)?.missing ?? []);
}

function onLine(line, found) {
  const place = line.querySelector(".part__missing") ?? document.createElement("span");
  place.className = "part__missing";
  const text = `nog invullen: ${found.join(", ")}`;
  if (place.textContent !== text) place.textContent = text;
  if (!found.length) place.remove();
  else if (!place.isConnected) line.querySelector(".part__people").before(place, " ");
}

function inList(place, found) {
  place.hidden = !found.length;
  place.querySelector("[data-missing-count]").textContent = found.length;
  // Whoever is on one of its links stays there.
  if (!place.contains(document.activeElement)) place.querySelector("ul").replaceChildren(...found.map(entry));
}

function entry({ label, url }) {
  const link = document.createElement("a");
  Object.assign(link, { href: url, textContent: label });
  const item = document.createElement("li");
  item.append(link);
  return item;
}
