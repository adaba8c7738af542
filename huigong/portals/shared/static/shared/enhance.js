// Every page works without this file. It adds a print button, puts the reader
// on the first mistake in a form, and keeps one form from being sent twice.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Of fields inside each other the innermost: in the third of twelve rows the box, and not all twelve.
const wrong = [...document.querySelectorAll(".field-wrong")].find((field) => !field.querySelector(".field-wrong"));
const mistake = (wrong || document).querySelector("[aria-invalid=true]")
  || (wrong && wrong.querySelector("input:not([type=hidden]), select, textarea"));
// The way back asks for such a page anew, where a browser would refuse to send it a second time; and a place in the
// address, where a row was just added, would take the focus back when the page is there. Only where the address shows
// the form: one that a form of another page sends to shows nothing to whoever asks for it.
const sent = (wrong || mistake)?.closest("form");
if (sent && (!sent.hasAttribute("action") || "shown" in sent.dataset)) {
  history.replaceState(null, "", location.pathname + location.search);
}
if (mistake) {
  mistake.focus();
  if (mistake.matches("input")) mistake.select();
}

// Without network the browser would leave the page, and what was written on it. The words come beside the button.
// A server on this machine is there all the same, so it is asked, for this file: a page may note who looks at it.
// A search writes nothing down.
const noLine = document.getElementById("no-line");
const goesOn = new Set();
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (navigator.onLine || !noLine || form.method !== "post" || goesOn.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  try {
    await fetch(import.meta.url, { method: "HEAD", cache: "no-store" });
    goesOn.add(form);
    form.requestSubmit(submitter);
  } catch {
    (submitter ?? form.lastElementChild).before(noLine);
    noLine.hidden = false;
    noLine.scrollIntoView({ block: "center" });
  }
}, true);
window.addEventListener("online", () => { if (noLine) noLine.hidden = true; });

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

// Reads a part of the page aloud where the browser has a voice; pressed again, it is quiet.
if ("speechSynthesis" in window) {
  for (const button of document.querySelectorAll("[data-read]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const speaking = speechSynthesis.speaking;
      speechSynthesis.cancel();
      if (speaking) return;
      const said = new SpeechSynthesisUtterance(document.getElementById(button.dataset.read).innerText);
      const lang = document.documentElement.lang;
      said.lang = lang.startsWith("zh") ? "zh-CN" : lang;
      said.rate = 0.9;
      speechSynthesis.speak(said);
    });
  }
}

// What was read once can be read again without network; see worker/offline.js.
const keeper = document.querySelector("link[data-keeper]");
if (keeper && "serviceWorker" in navigator) navigator.serviceWorker.register(keeper.dataset.keeper);
