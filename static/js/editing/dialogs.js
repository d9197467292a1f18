// The questions a page asks. Each is a native dialog: it keeps the focus, and Escape is "later".

export function answerOf(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    dialog.showModal();
  });
}

export function fill(dialog, slot, text) {
  for (const place of dialog.querySelectorAll(`[data-slot="${slot}"]`)) place.textContent = text;
}

/** Whether to try again. */
export async function askLogIn() {
  const dialog = document.getElementById("uitgelogd");
  return dialog.open || document.querySelector("dialog[open]") ? false : (await answerOf(dialog)) === "again";
}

/** A line of text; null when one thinks better of it, "" to take it away. `check` gives what is wrong with a text. */
export async function askText({ title, label, ok, value = "", canRemove = false, check = () => "" }) {
  const dialog = document.getElementById("vraag");
  const input = dialog.querySelector("input");
  fill(dialog, "title", title);
  fill(dialog, "label", label);
  fill(dialog, "ok", ok);
  fill(dialog, "problem", "");
  dialog.querySelector("[data-part=remove]").hidden = !canRemove;
  input.value = value;
  const refuse = (event) => {
    if (event.submitter?.value !== "ok") return;
    const problem = check(input.value.trim());
    fill(dialog, "problem", problem);
    if (problem) event.preventDefault();
  };
  dialog.addEventListener("submit", refuse);
  const answer = await answerOf(dialog);
  dialog.removeEventListener("submit", refuse);
  if (answer === "remove") return "";
  return answer === "ok" ? input.value.trim() : null;
}
