// Lines that move by a handle. It is for the mouse only: wherever there is one, buttons do the same for everybody.

/** `id` is what other windows are told is being dragged. `over(event)` says where it would come: "before", "after", "in",
 * or nothing where it may not stand; `drop(where)` puts it there. */
export function addHandle(element, { className, id, over, drop }) {
  const handle = document.createElement("span");
  handle.className = className;
  handle.ariaHidden = "true";
  handle.title = "Sleep om te verplaatsen";
  handle.draggable = true;
  element.prepend(handle);
  handle.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", id);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(element, 0, 0);
    element.dataset.dragged = "";
  });
  handle.addEventListener("dragend", clear);
  takeDropped(element, { over, drop });
}

/** What can be dropped on though it does not move itself. */
export function takeDropped(element, { over, drop }) {
  element.addEventListener("dragover", (event) => {
    const where = over(event);
    if (!where) return;
    event.preventDefault();
    element.dataset.drop = where;
  });
  // From one word to the next inside it is no leaving.
  element.addEventListener("dragleave", (event) => element.contains(event.relatedTarget) || delete element.dataset.drop);
  element.addEventListener("drop", (event) => {
    // As the mouse stands now: the mark is for the eye, and may be gone already.
    const where = over(event);
    if (!where) return;
    event.preventDefault();
    event.stopPropagation();
    drop(where);
    clear();
  });
}

export function half(event, element) {
  const { top, height } = element.getBoundingClientRect();
  return event.clientY < top + height / 2 ? "before" : "after";
}

function clear() {
  for (const one of document.querySelectorAll("[data-dragged], [data-drop]")) {
    delete one.dataset.dragged;
    delete one.dataset.drop;
  }
}
