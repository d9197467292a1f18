// Who else writes on the same page, and what they wrote meanwhile: shown where it is, without taking anything from
// anybody.

import { Presence } from "./presence.js";

const list = new Intl.ListFormat("nl", { type: "conjunction" });

export class Writers extends Presence {
  constructor({ fields, ...page }) {
    super(page);
    this.fields = fields;
    this.place = document.getElementById("nieuws");
  }

  news(answer) {
    for (const change of answer.changes ?? []) this.change(change);
    if (answer.rearranged?.length)
      this.tell(`${list.format(answer.rearranged)} heeft onderdelen toegevoegd, verplaatst of verwijderd.`);
  }

  people(people) {
    for (const place of this.root.querySelectorAll("[data-people]")) {
      const here = place.closest("[data-section], [data-part]").dataset;
      const names = people.filter((one) => (here.section ? one.section === here.section : one.part === here.part)).map(name);
      const text = names.length ? sentence([...new Set(names)], Boolean(here.section)) : "";
      if (place.textContent !== text) place.textContent = text;
    }
  }

  /** A text somebody else stored. Where one is typing oneself, the server will ask when it is saved. */
  change({ part, field: name, text, version, by, at }) {
    const field = this.fields.get(`${part}-${name}`);
    if (!field || field.version >= version || field.isChanged || field.conflict) return;
    if (field.control.contains(document.activeElement)) return;
    field.take({ text, version });
    field.mark("");
    const note = field.place.querySelector(".control__note") ?? document.createElement("p");
    note.className = "control__note";
    note.textContent = `${by} wijzigde dit om ${at}.`;
    field.place.append(note);
  }

  tell(text) {
    if (this.place.dataset.text === text) return;
    this.place.dataset.text = text;
    const box = document.createElement("div");
    box.className = "draft";
    const words = document.createElement("p");
    words.textContent = `${text} `;
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.textContent = "Laad de pagina opnieuw";
    words.append(link, " om het te zien.");
    box.append(words);
    this.place.replaceChildren(box);
  }
}

const name = (one) => (one.same_person ? "u zelf, in een ander venster," : one.name);

function sentence(names, short) {
  if (short) return list.format(names).replace(/,$/, "");
  const words = `${list.format(names)} ${names.length > 1 ? "zijn" : names[0].startsWith("u ") ? "bent" : "is"} ook in dit onderdeel`;
  return words[0].toUpperCase() + words.slice(1);
}
