// The citizen's door without a line: one page that says so, and what pages look like. Pages themselves are never kept: a phone
// is lent, and what stands on them is somebody's.
const CACHE = "layanan-{{ version }}";
const KEPT = {{ kept|safe }};
const OFFLINE = "{{ offline }}";

addEventListener("install", (event) => event.waitUntil(
  caches.open(CACHE)
    .then((cache) => cache.addAll(KEPT.map((path) => new Request(path, { credentials: "omit", cache: "no-cache" }))))
    .then(() => skipWaiting())));

addEventListener("activate", (event) => event.waitUntil(
  caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("layanan-") && name !== CACHE).map((name) => caches.delete(name))))
    .then(() => clients.claim())));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
    return;
  }
  const url = new URL(request.url);
  if (request.method === "GET" && url.origin === location.origin && url.pathname !== OFFLINE && KEPT.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(url.pathname)));
  }
});
