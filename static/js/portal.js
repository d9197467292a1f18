// The little that every page needs from a script. Everything works without it.

const messages = () => document.getElementById("meldingen");

// A failed request of htmx changes nothing on the page; say so instead of leaving the reader waiting.
function report(text) {
  const place = messages();
  if (!place) return;
  const alert = document.createElement("p");
  alert.className = "plain-alert plain-alert--error";
  alert.textContent = text;
  place.replaceChildren(alert);
}

document.addEventListener("htmx:sendError", () => {
  report("Er is geen verbinding met de server. Wat u heeft ingevuld staat nog op deze pagina. Probeer het zo nog eens.");
});

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 403) report("U bent niet meer ingelogd of u mag dit niet. Laad de pagina opnieuw.");
  else if (status === 404) report("Dit onderdeel bestaat niet meer. Laad de pagina opnieuw.");
  else report("Er ging iets mis op de server. Er is niets veranderd. Probeer het zo nog eens.");
});

// The first answer after a mistake is the list of errors above the form: bring keyboard and screen reader there.
function showErrors(within) {
  within.querySelector("[data-error-summary]")?.focus();
}

document.addEventListener("DOMContentLoaded", () => showErrors(document));
document.addEventListener("htmx:afterSwap", (event) => showErrors(event.detail.target));
