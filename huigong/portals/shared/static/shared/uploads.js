// Photographs are shrunk before they go up, and files go up in parts, so that a lost connection costs
// one part. Without this file the form sends them whole.
const WAITS = [1000, 2000, 4000, 8000, 15000]; // milliseconds between tries
const SILENT = 90_000; // milliseconds without an answer: a part takes half a minute on a slow network
const LATER = new Set([429, 500, 502, 503, 504]); // answers after which the same may be sent again
const QUALITIES = [0.85, 0.7, 0.55];
const SMALLEST_SIDE = 1000; // below it small print is no longer read

class Refused extends Error {}
class Stopped extends Error {}

class UploadFiles extends HTMLElement {
  connectedCallback() {
    const own = this.querySelector("form");
    this.form = own ?? this.closest("form");
    this.input = this.querySelector("input[type=file]");
    this.coming = this.querySelector("[data-coming]");
    this.token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.last = Promise.resolve();
    this.busy = 0;
    this.querySelector("[data-send]").hidden = true;
    // Before anybody else hears of it: what is on its way goes up first, then the form.
    this.form.addEventListener("submit", (event) => (own ? event.preventDefault() : this.hold(event)), true);
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    this.take([...this.input.files]); // chosen before this file had come
  }

  hold(event) {
    if (!this.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.waiting = event.submitter;
    this.coming.querySelector("li:last-child")?.scrollIntoView({ block: "center" });
  }

  // One after the other: a phone decodes one photograph at a time, and the first is there soonest.
  take(files) {
    this.input.value = "";
    for (const file of files) {
      const line = new Line(this, file.name);
      this.busy += 1;
      this.last = this.last.then(() => this.bring(file, line)).then(() => this.rest());
    }
  }

  rest() {
    this.busy -= 1;
    if (this.busy || !this.waiting) return;
    const submitter = this.waiting;
    this.waiting = null;
    if (!this.coming.querySelector(".coming-wrong")) this.form.requestSubmit(submitter);
  }

  async bring(file, line) {
    try {
      line.checkStopped();
      line.says(this.dataset.shrinking);
      const blob = await shrunk(file, Number(this.dataset.side), Number(this.dataset.target));
      await this.send(blob, file.name, line);
      line.remove();
      await this.refresh();
    } catch (error) {
      if (error instanceof Stopped) line.remove();
      else line.fails(error instanceof Refused ? error.message : this.dataset.broken);
    }
  }

  async send(blob, name, line) {
    const begun = await this.begin(blob, name, line);
    line.address = begun.address;
    let at = 0;
    for (;;) {
      line.shows(at / blob.size, at < blob.size ? this.dataset.sending : this.dataset.checking);
      const part = blob.slice(at, at + begun.part);
      const headers = { "Upload-Offset": String(at), "Content-Type": "application/octet-stream" };
      line.hasSentAll = at + begun.part >= blob.size;
      const answer = await this.ask(begun.address, { method: "POST", headers, body: part }, line);
      if (answer.done) return;
      at = answer.received;
    }
  }

  begin(blob, name, line) {
    const body = new FormData();
    const said = { op: "begin", field: this.dataset.field, name, size: String(blob.size) };
    for (const [key, value] of Object.entries(said)) body.set(key, value);
    for (const each of this.form.querySelectorAll("[name=for_whom]")) body.set(each.name, each.value);
    return this.ask(this.dataset.address, { method: "POST", body }, line);
  }

  // The answer as JSON. A connection that is lost is waited for; where the server stands elsewhere it is asked.
  async ask(address, request, line) {
    const headers = { ...request.headers, "X-CSRFToken": this.token };
    for (let tries = 0; ; tries += 1) {
      line.checkStopped();
      let response;
      const attempt = new Attempt(line.stopping.signal);
      try {
        response = await fetch(address, { ...request, headers, signal: attempt.signal });
        if (response.ok) return await response.json();
      } catch {
        response = null;
      } finally {
        attempt.end();
      }
      line.checkStopped();
      if (response && response.status === 409 && headers["Upload-Offset"]) {
        return this.ask(address, { method: "GET" }, line);
      }
      if (response?.status === 404 && line.hasSentAll) return { done: true }; // the list tells what has come
      if (response && !LATER.has(response.status)) throw new Refused(await reason(response, this.dataset.broken));
      line.says(response ? this.dataset.waitingTurn : this.dataset.offline);
      await pause(WAITS[Math.min(tries, WAITS.length - 1)]);
      // What was sent before the connection was lost may have come all the same.
      if (!response && headers["Upload-Offset"]) return this.ask(address, { method: "GET" }, line);
    }
  }

  // The list as the server has it; on a page where something was typed nothing else changes.
  async refresh() {
    const response = await fetch(this.dataset.address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(this.dataset.list);
    if (!fresh) return;
    document.getElementById(this.dataset.list).replaceWith(fresh);
    this.querySelector("[data-add]").hidden = !page.querySelector(`upload-files[data-list="${this.dataset.list}"]`);
  }
}

// One try to reach the server. A connection that is silent, or that was there before the network changed, is given up.
class Attempt {
  constructor(stopping) {
    this.controller = new AbortController();
    this.stopping = stopping;
    this.give = () => this.controller.abort();
    this.timer = setTimeout(this.give, SILENT);
    this.stopping.addEventListener("abort", this.give);
    window.addEventListener("online", this.give);
  }

  get signal() {
    return this.controller.signal;
  }

  end() {
    clearTimeout(this.timer);
    this.stopping.removeEventListener("abort", this.give);
    window.removeEventListener("online", this.give);
  }
}

// What one file is doing: its name, how far it is, and a button to give it up.
class Line {
  constructor(panel, name) {
    this.panel = panel;
    this.stopping = new AbortController();
    this.item = document.createElement("li");
    this.item.className = "coming";
    this.name = this.item.appendChild(document.createElement("p"));
    this.name.textContent = name;
    this.bar = this.item.appendChild(document.createElement("progress"));
    this.bar.setAttribute("aria-label", name);
    this.bar.max = 1;
    this.bar.value = 0;
    this.text = this.item.appendChild(document.createElement("p"));
    this.text.className = "small quiet";
    this.text.textContent = panel.dataset.waitingTurn;
    this.button = this.item.appendChild(document.createElement("button"));
    this.button.type = "button";
    this.button.className = "button button-small";
    this.button.textContent = panel.dataset.stop;
    this.button.addEventListener("click", () => this.stop());
    panel.coming.append(this.item);
  }

  says(text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }

  shows(part, text) {
    this.bar.value = part;
    this.says(text);
  }

  fails(text) {
    this.item.classList.add("coming-wrong");
    this.bar.remove();
    this.button.remove();
    this.text.className = "";
    this.says(text);
  }

  stop() {
    this.stopping.abort();
    const headers = { "X-CSRFToken": this.panel.token };
    if (this.address) fetch(this.address, { method: "DELETE", headers }).catch(() => {});
  }

  checkStopped() {
    if (this.stopping.signal.aborted) throw new Stopped();
  }

  remove() {
    this.item.remove();
  }
}

// The photograph at no more than `target` bytes; as it is where the browser cannot open it.
async function shrunk(file, side, target) {
  if (!file.type.startsWith("image/") || file.size <= target) return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  let smallest = file;
  for (let edge = side; edge >= SMALLEST_SIDE && smallest.size > target; edge = Math.round(edge * 0.75)) {
    const canvas = drawn(picture, Math.min(1, edge / Math.max(picture.width, picture.height)));
    for (const quality of QUALITIES) {
      const blob = await new Promise((take) => canvas.toBlob(take, "image/jpeg", quality));
      if (blob && blob.size < smallest.size) smallest = blob;
      if (smallest.size <= target) break;
    }
    canvas.width = canvas.height = 0; // gives the memory back at once
  }
  picture.close();
  return smallest;
}

function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function reason(response, otherwise) {
  try {
    return (await response.json()).text || otherwise;
  } catch {
    return otherwise;
  }
}

// Over as soon as the connection is back.
function pause(milliseconds) {
  return new Promise((go) => {
    const timer = setTimeout(go, milliseconds);
    window.addEventListener("online", () => (clearTimeout(timer), go()), { once: true });
  });
}

customElements.define("upload-files", UploadFiles);
