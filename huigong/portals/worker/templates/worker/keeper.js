{% load static %}// Pages that are the same for everybody can be read again without network. What depends on who
// asks says `no-store` and is never kept: phones are shared.
const KEPT = "pages", PARTS = "parts-{{ version }}";
const NEEDED = ["{% url 'worker:offline' %}", {% for name in parts %}"{% static name %}", {% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(PARTS).then((cache) => cache.addAll(NEEDED)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name !== KEPT && name !== PARTS;
  const tidied = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(tidied.then(() => self.clients.claim()));
});

async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && answer.headers.get("Cache-Control") === "no-cache") {
      (await caches.open(KEPT)).put(request.url, answer.clone());
    }
    return answer;
  } catch {
    return (await caches.match(request.url)) || caches.match(NEEDED[0]);
  }
}

async function part(request) {
  return (await caches.match(request.url)) || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("{{ static_prefix }}")) event.respondWith(part(request));
});
