// A button that prints this page. Without a script it could do nothing, so it shows only here.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
