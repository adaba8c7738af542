// A clause can be confirmed and left without the mouse, and nothing typed is left behind unasked.
// Every page works without this file.
const form = document.querySelector("form[data-keys]");
let unsaved = form?.hasAttribute("data-unsaved");

form?.addEventListener("input", () => {
  unsaved = true;
});
form?.addEventListener("submit", () => {
  unsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  const moves = event.altKey && { ArrowDown: "next", ArrowUp: "prev" }[event.key];
  const confirms = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  const value = moves || (confirms && "confirm");
  const button = value && form?.querySelector(`button[value=${value}]`);
  if (button) {
    event.preventDefault();
    form.requestSubmit(button);
  }
});
