// A clause can be confirmed and left without the mouse. Every page works without this file.
const form = document.querySelector("form[data-keys]");
document.addEventListener("keydown", (event) => {
  const link = { ArrowDown: "next", ArrowUp: "prev" }[event.key];
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value=confirm]"));
  } else if (link && event.altKey) {
    const there = document.querySelector(`a[rel=${link}]`);
    if (there) {
      event.preventDefault();
      there.click();
    }
  }
});
