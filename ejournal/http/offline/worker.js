/* The service worker. Before it stands what installed.py tells: the build, the readable pages, the pages in place of an error.
   With a network it only passes on; without one it shows the pages that `kept.js` has kept,
   and the styles and fonts of this build. Scripts it leaves to the browser: what it kept stands without them. */

const TOLD = self.TOLD;
const SHELL = `shell-${TOLD.build}`;
const KEPT = "kept";
const OWED = "owed";
const SIGN_OUT = "/auth/logout";
const NEWS = "/notices";
const LASTS = 7 * 24 * 3600 * 1000; // ms: what is older is not shown
const MOST = 12; // pages
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'";
const PATIENCE = 8000; // ms for the server, where there is something to show meanwhile
const IS_SHELL = /^\/(fonts|icons|offline)\/|^\/assets\/.*\.css$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(TOLD.files)));
});

self.addEventListener("activate", (event) => {
  // Preload: a page is asked for while this worker wakes up. The page that is open is left alone: what it has
  // begun to load without a worker it would load twice.
  event.waitUntil(Promise.all([dropFormerShells(), self.registration.navigationPreload?.enable()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  // Somebody signs in, or acts as another: what the one before has seen goes.
  if (pathname.startsWith("/auth/") && (request.method === "POST" || request.mode === "navigate")) event.waitUntil(caches.delete(KEPT));
  if (request.method === "POST" && pathname === SIGN_OUT) event.respondWith(signOut(request));
  else if (request.method !== "GET") return;
  // Every page, for it has been asked for already: unanswered here, it would be asked for twice.
  else if (request.mode === "navigate") event.respondWith(page(event));
  else if (IS_SHELL.test(pathname) || TOLD.files.includes(pathname)) event.respondWith(fromShell(request));
});

self.addEventListener("message", (event) => {
  const { data } = event;
  event.waitUntil("keep" in data ? keep(data) : keepOnly(data.only));
});

// The network is back: browsers that know of it tell the worker, though no page of ours is open.
self.addEventListener("sync", (event) => event.waitUntil(settle()));

// A push tells that there is news and of what sort, nothing else: what it is stands in the app.
self.addEventListener("push", (event) => event.waitUntil(showNews(sortOf(event.data))));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openNews());
});

function sortOf(data) {
  try {
    const { kind } = data.json();
    return Object.hasOwn(TOLD.push.ru, kind) ? kind : "news";
  } catch {
    return "news";
  }
}

async function showNews(kind) {
  const language = (self.navigator.language || "").slice(0, 2);
  const title = (TOLD.push[language] ?? TOLD.push.ru)[kind];
  const look = { tag: kind, renotify: true, icon: "/icons/192.png", badge: "/icons/192.png", lang: language };
  await self.registration.showNotification(title, { ...look, requireInteraction: kind === "urgent" });
}

async function openNews() {
  const [open] = await self.clients.matchAll({ type: "window" });
  if (!open) return self.clients.openWindow(NEWS);
  await open.focus();
  return open.navigate(NEWS).catch(() => self.clients.openWindow(NEWS));
}

/** Whoever signs out here is told of nothing more on this device: the push service answers that it is gone. */
async function endPush() {
  const subscription = await self.registration.pushManager?.getSubscription().catch(() => null);
  await subscription?.unsubscribe().catch(() => {});
}

async function dropFormerShells() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name)));
}

async function fromShell(request) {
  // Modules are asked for with an origin, and the server's answers vary by it: of ours there is one.
  const found = await caches.match(request, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(SHELL);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/** A page: from the server; the one seen last where the server cannot be reached. */
async function page(event) {
  const { request } = event;
  const preloaded = event.preloadResponse.catch(() => Response.error());
  const owes = await isOwed();
  if (owes && !(await pay())) return offline("signed_out");
  const url = new URL(request.url);
  const seen = (await lastSeen(url)) ?? (await form(url));
  try {
    // What was asked for before the sign-out is nobody's any more.
    const asked = owes ? fetch(request) : preloaded.then((answer) => (answer && answer.type !== "error" ? answer : fetch(request)));
    const answer = await (seen ? inTime(asked) : asked);
    return isProxys(answer) ? (seen ?? answer) : answer;
  } catch {
    return seen ?? offline("away");
  }
}

/** A proxy answers for a server that is away. */
function isProxys(answer) {
  return answer.status >= 502 && answer.status <= 504;
}

function inTime(answer) {
  return Promise.race([
    answer,
    new Promise((_resolve, reject) => {
      setTimeout(() => reject(new Error("no answer in time")), PATIENCE);
    }),
  ]);
}

/** What this person saw last at the address, or at its path with other wishes; nothing that is too old. */
async function lastSeen(url) {
  if (!TOLD.readable.includes(url.pathname)) return null;
  const cache = await caches.open(KEPT);
  const found = (await cache.match(url.href)) ?? (await latest(cache, url.pathname));
  return Date.now() - keptAt(found) < LASTS ? found : null;
}

async function latest(cache, path) {
  const answers = await Promise.all((await cache.keys()).filter((one) => new URL(one.url).pathname === path).map((one) => cache.match(one)));
  return answers.toSorted((one, other) => keptAt(other) - keptAt(one))[0];
}

/** The form of an absence where it is asked for of a child whom a kept page names: what it says waits on this device. */
async function form(url) {
  const child = url.searchParams.get("child");
  if (url.pathname !== TOLD.form || !url.searchParams.has("announce")) return null;
  const today = await lastSeen(new URL("/", url));
  const names = JSON.parse(decodeURIComponent(today?.headers.get("x-children") ?? "%7B%7D"));
  return names[child] ? offline("absence", { child, name: names[child] }) : null;
}

/** What a page shows, as `kept.js` tells it: kept with its styles, for the account that sees it. */
async function keep({ keep: address, page: text, account, sheets, children }) {
  if (await isOwed()) return;
  const cache = await caches.open(KEPT);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY, "Cache-Control": "no-store" };
  const told = { "x-kept-at": new Date().toISOString(), "x-kept-for": account, "x-children": encodeURIComponent(JSON.stringify(children)) };
  await cache.put(address, new Response(text, { headers: { ...headers, ...told } }));
  await Promise.all([trim(cache), ...sheets.map((href) => beside(cache, href))]);
}

async function beside(cache, href) {
  if (await cache.match(href)) return;
  const answer = await caches.match(href);
  await (answer ? cache.put(href, answer) : cache.add(href));
}

/** The oldest pages go, so that what is kept is bounded. */
async function trim(cache) {
  const all = await Promise.all((await cache.keys()).map(async (request) => ({ request, at: keptAt(await cache.match(request)) })));
  const old = all.filter((one) => one.at).toSorted((one, other) => other.at - one.at).slice(MOST);
  await Promise.all(old.map((one) => cache.delete(one.request)));
}

/** Of nobody else: what another account has seen goes, with an empty one all goes. */
async function keepOnly(account) {
  await settle();
  const pages = await (await caches.open(KEPT)).matchAll();
  if (pages.some((one) => one.headers.has("x-kept-for") && one.headers.get("x-kept-for") !== account)) await caches.delete(KEPT);
}

/** When a page was kept, in ms since 1970; 0 for what is no page. */
function keptAt(answer) {
  return Date.parse(answer?.headers.get("x-kept-at") ?? "") || 0;
}

/** Sign out: without a network or a server here at once, and there before anything else is asked of it. */
async function signOut(request) {
  await Promise.all([caches.delete(KEPT), endPush()]);
  const answer = await fetch(request).catch(() => null);
  if (heard(answer)) return answer;
  const owed = await caches.open(OWED);
  await owed.put(SIGN_OUT, new Response(""));
  await self.registration.sync?.register("sign-out").catch(() => {});
  return offline("signed_out");
}

/** Whether a sign-out was done: not where nobody, a proxy, a door that is full or a broken server has answered. */
function heard(answer) {
  return answer !== null && answer.status < 500 && answer.status !== 429;
}

async function isOwed() {
  const owed = await caches.open(OWED);
  return Boolean(await owed.match(SIGN_OUT));
}

/** Tell the server of the sign-out; whether it heard. */
async function pay() {
  const answer = await fetch(SIGN_OUT, { method: "POST", redirect: "manual" }).catch(() => null);
  if (!heard(answer)) return false;
  const owed = await caches.open(OWED);
  await owed.delete(SIGN_OUT);
  return true;
}

async function settle() {
  if (await isOwed()) await pay();
}

/** Whose pages are kept here; empty for nobody's. */
async function keptFor() {
  const pages = await (await caches.open(KEPT)).matchAll();
  return pages.map((one) => one.headers.get("x-kept-for")).find(Boolean) ?? "";
}

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The page in place of the browser's error: what it is about, and what can be read now. `told` is its script's. */
async function offline(about, told = {}) {
  const language = (self.navigator.language || "").slice(0, 2);
  const pages = TOLD.pages[language] ?? TOLD.pages.ru;
  const kept = await Promise.all(TOLD.readable.map((path) => lastSeen(new URL(path, self.location.origin))));
  const hidden = TOLD.readable.filter((_path, place) => !kept[place]).map((path) => `[data-kept="${path}"]`);
  hidden.push(kept.some(Boolean) ? "[data-when=nothing]" : "[data-when=kept]");
  const data = Object.entries({ ...told, account: await keptFor() }).map(([name, value]) => `data-${name}="${escaped(value)}"`);
  const text = pages[about]
    .replace("</head>", () => `<style>${hidden.join(",")}{display:none}</style></head>`)
    .replace("<main", () => `<main ${data.join(" ")}`);
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" } });
}
