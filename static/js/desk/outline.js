// Moving in the outline, by its buttons or by dragging a line. The server says where it may stand; what it says is put
// in the place of the outline, also when somebody else moved something meanwhile.

import { addHandle, half } from "../editing/dragging.js";
import { NoConnection, NotLoggedIn, Refused, get, post } from "../editing/requests.js";

export function arrangeOutline(root, saving) {
  const box = () => root.querySelector("[data-outline]");
  if (!box()?.querySelector(".tree-form")) return;

  const move = async (fields, focus) => {
    if (!(await saving.flush())) return void saving.say("Er is nog tekst die niet is bewaard. Los dat eerst op, zodat u niets kwijtraakt.");
    let said = "Verplaatst.";
    try {
      await post(box().dataset.moveUrl, { versie: box().dataset.version, ...fields });
    } catch (error) {
      said = why(error);
      if (!(error instanceof Refused)) return void saving.say(said);
    }
    await renew(root, box());
    addHandles(box(), move);
    saving.say(said);
    focusOn(box(), focus);
    return undefined;
  };

  root.addEventListener("submit", (event) => {
    if (!event.target.matches(".tree-form")) return;
    event.preventDefault();
    const { value } = event.submitter;
    move({ stap: value }, value);
  });
  addHandles(box(), move);
}

/** The outline as it stands now, and the numbers of it above the texts. */
async function renew(root, box) {
  box.outerHTML = await get(box.dataset.url);
  for (const row of root.querySelectorAll("[data-outline] [data-block]")) {
    const place = root.querySelector(`[data-shows-number="${row.dataset.block}"]`);
    if (place) place.textContent = row.dataset.number;
  }
}

function why(error) {
  if (error instanceof NoConnection) return "Niet verplaatst: er is geen verbinding.";
  if (error instanceof NotLoggedIn) return "Niet verplaatst: u bent niet meer ingelogd.";
  if (error instanceof Refused) return error.message;
  throw error;
}

/** The same button again, or where it is not there any more the line of the block. */
function focusOn(box, value) {
  if (!value) return;
  const number = value.slice(value.lastIndexOf("-") + 1);
  const row = box.querySelector(`[data-block="${number}"]`);
  const button = box.querySelector(`button[value="${value}"]`);
  const fold = row?.querySelector("details");
  if (fold) fold.open = true;
  (button ?? row?.querySelector("summary") ?? row?.querySelector("a"))?.focus();
}

// With the mouse --------------------------------------------------------------

function addHandles(box, move) {
  for (const row of box.querySelectorAll("[data-block]")) {
    addHandle(row, {
      className: "tree__handle",
      id: row.dataset.block,
      over: (event) => place(event, dragged(box), row),
      drop: (where) => dropped(where, box, row, move),
    });
  }
}

const dragged = (box) => box.querySelector("[data-dragged]");

/** On the upper part of a line: before it; on the lower: after it; with the mouse to the right: in it. */
function place(event, moved, row) {
  if (!moved || moved === row) return null;
  const { left, width } = row.getBoundingClientRect();
  const where = half(event, row);
  return where === "after" && event.clientX > left + width * 0.6 ? "in" : where;
}

function dropped(where, box, row, move) {
  const moved = dragged(box);
  const block = moved.dataset.block;
  if (where === "in") return void move({ blok: block, onder: row.dataset.block, voor: "" });
  const beside = [...box.querySelectorAll(`[data-parent="${row.dataset.parent}"]`)].filter((one) => one !== moved);
  const before = where === "before" ? row : beside[beside.indexOf(row) + 1];
  move({ blok: block, onder: row.dataset.parent, voor: before?.dataset.block ?? "" });
  return undefined;
}
