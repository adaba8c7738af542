// Every page works without this file. It adds a print button, puts the reader
// on the first mistake in a form, and keeps one form from being sent twice.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const mistake = document.querySelector("[aria-invalid=true]");
if (mistake) {
  mistake.focus();
  if (mistake.matches("input")) mistake.select();
}

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});
