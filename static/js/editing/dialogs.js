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
