// Adding, copying, moving, and the form of the plan itself: first what was typed is stored, then it goes on. Parts also
// move by their handle, and to the list of another goal once that is chosen.

import { addHandle, half, takeDropped } from "../editing/dragging.js";
import { NoConnection, NotLoggedIn, Refused, post } from "../editing/requests.js";

export function arrange(root, saving) {
  root.addEventListener("submit", async (event) => {
    const form = event.target;
    const copies = event.submitter?.matches("[data-duplicate]");
    if (!copies && !form.matches(".part-add, .part-move, .plan-properties, .part__comments form")) return;
    event.preventDefault();
    if (!(await saving.flush())) return void saving.say("Er is nog tekst die niet is opgeslagen. Los dat eerst op, zodat u niets kwijtraakt.");
    if (copies) form.action = event.submitter.formAction;
    if (form.matches(".part-move")) await moveByButton(form, saving);
    else form.submit();
    return undefined;
  });
  for (const part of root.querySelectorAll(".part")) {
    if (moves(part).length && (siblings(part).length > 1 || part.closest("[data-goal]"))) moveByHandle(part, saving);
  }
  for (const list of root.querySelectorAll("[data-goal]")) takeFromOthers(list, saving);
}

/** To the list of the goal that was chosen; what serves another goal stands there from now on. */
export function regroup(root, field, saving) {
  if (field.name !== "objective") return;
  const part = field.form.closest(".part");
  const from = part.parentElement;
  const to = root.querySelector(`[data-list="${from.dataset.list}"][data-goal="${field.text}"]`);
  if (!to || to === from) return;
  const focused = part.contains(document.activeElement) && document.activeElement;
  to.append(part);
  for (const list of [from, to]) renumber(siblings(list.firstElementChild));
  if (focused) focused.focus();
  saving.say(`Verplaatst naar ${to.querySelector(".part-list__title").textContent}`);
}

const siblings = (part) => [...part.parentElement.children].filter((one) => one.matches(".part"));

/** The forms that move this part up and down, not those of the targets under it. */
const moves = (part) => [...part.querySelectorAll(":scope > .part__body .part-move, :scope > details > .part__body .part-move")];

async function moveByButton(form, saving) {
  const part = form.closest(".part");
  const up = form.querySelector("[data-move]").dataset.move === "up";
  const all = siblings(part);
  const other = all[all.indexOf(part) + (up ? -1 : 1)];
  if (!other) return saving.say(up ? "Dit staat al bovenaan." : "Dit staat al onderaan.");
  const before = up ? other : other.nextElementSibling?.matches(".part") ? other.nextElementSibling : null;
  await move(part, before, saving);
  // At the top there is no way up any more: the focus goes to the button beside it.
  moves(part).find((one) => !one.hidden && (one === form || form.hidden))?.querySelector("button").focus();
  return undefined;
}

/** Every part of the list goes to before its neighbour as it stands now; the first not up, the last not down. */
function renumber(all) {
  for (const [place, part] of all.entries()) {
    for (const form of moves(part)) {
      const up = form.querySelector("[data-move]").dataset.move === "up";
      form.hidden = !all[place + (up ? -1 : 1)];
      form.elements.voor.value = all[place + (up ? -1 : 2)]?.dataset.part ?? "";
    }
  }
}

/** `before` is the part it comes to stand before; null is the end. */
async function move(part, before, saving) {
  const form = part.querySelector(".part-move");
  try {
    await post(form.action, { onderdeel: part.dataset.part, voor: before?.dataset.part ?? "" });
  } catch (error) {
    return saving.say(why(error));
  }
  if (before) before.before(part);
  else siblings(part).at(-1).after(part);
  const all = siblings(part);
  renumber(all);
  return saving.say(`Verplaatst: dit is nu nummer ${all.indexOf(part) + 1} van ${all.length}.`);
}

function why(error) {
  if (error instanceof NoConnection) return "Niet verplaatst: er is geen verbinding.";
  if (error instanceof NotLoggedIn) return "Niet verplaatst: u bent niet meer ingelogd.";
  if (error instanceof Refused) return `Niet verplaatst. ${error.message}`;
  throw error;
}

// With the mouse --------------------------------------------------------------

function moveByHandle(part, saving) {
  addHandle(part, {
    className: "part__handle",
    id: part.dataset.part,
    over(event) {
      const moved = dragged(part.parentElement);
      return moved && moved !== part ? half(event, part) : null;
    },
    drop: (where) => dropped(dragged(part.parentElement), where, part, saving),
  });
}

/** What is being dragged, where it may stand in the list of this part: a list of the same kind below any goal. */
function dragged(list) {
  const moved = document.querySelector("[data-dragged]");
  const from = moved?.parentElement;
  if (from === list) return moved;
  return from?.dataset.goal !== undefined && list.dataset.goal !== undefined && from.dataset.list === list.dataset.list ? moved : null;
}

async function dropped(moved, where, part, saving) {
  const all = siblings(part).filter((one) => one !== moved);
  const before = where === "before" ? part : all[all.indexOf(part) + 1] ?? null;
  if (await toGoal(moved, part.parentElement, saving)) await move(moved, before, saving);
}

/** A list may be empty, and then there is no part to drop on. */
function takeFromOthers(list, saving) {
  takeDropped(list, {
    over() {
      const moved = dragged(list);
      return moved && moved.parentElement !== list ? "in" : null;
    },
    drop: () => toGoal(dragged(list), list, saving),
  });
}

/** As if its writer chose the goal in its own list; `regroup` hears of it once that is stored. */
async function toGoal(part, list, saving) {
  if (part.parentElement === list) return true;
  const choice = part.querySelector("[name=objective]");
  choice.value = list.dataset.goal;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  return (await saving.flush()) && part.parentElement === list;
}
