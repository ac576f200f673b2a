/* The service worker. Before it stands what installed.py tells: the build, the readable pages, the pages in place of an error.
   With a network it only passes on; without one it shows the pages that `kept.js` has kept,
   and the styles and fonts of this build. Scripts it leaves to the browser: what it kept stands without them. */

const TOLD = self.TOLD;
const SHELL = `shell-${TOLD.build}`;
const KEPT = "kept";
const OWED = "owed";
const SIGN_OUT = "/auth/logout";
const LASTS = 7 * 24 * 3600 * 1000; // ms: what is older is not shown
const MOST = 12; // pages
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'";
const PATIENCE = 8000; // ms for the server, where there is something to show meanwhile
const OFFLINE_FILES = ["/offline/offline.css", "/offline/again.js", "/favicon.svg"];
const IS_SHELL = /^\/(fonts|icons|offline)\/|^\/assets\/.*\.css$|^\/favicon\.svg$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(OFFLINE_FILES)));
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
  else if (IS_SHELL.test(pathname)) event.respondWith(fromShell(request));
});

self.addEventListener("message", (event) => {
  const { data } = event;
  event.waitUntil("keep" in data ? keep(data) : keepOnly(data.only));
});

async function dropFormerShells() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name)));
}

async function fromShell(request) {
  const found = await caches.match(request);
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
  const seen = await lastSeen(new URL(request.url));
  try {
    // What was asked for before the sign-out is nobody's any more.
    const asked = owes ? fetch(request) : preloaded.then((answer) => (answer && answer.type !== "error" ? answer : fetch(request)));
    const answer = await (seen ? inTime(asked) : asked);
    // A proxy answers for a server that is away.
    if (answer.status < 502 || answer.status > 504) return answer;
    return seen ?? answer;
  } catch {
    return seen ?? offline("away");
  }
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

/** What a page shows, as `kept.js` tells it: kept with its styles, for the account that sees it. */
async function keep({ keep: address, page: text, account, sheets }) {
  if (await isOwed()) return;
  const cache = await caches.open(KEPT);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY, "Cache-Control": "no-store" };
  const told = { "x-kept-at": new Date().toISOString(), "x-kept-for": account };
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
  const pages = await (await caches.open(KEPT)).matchAll();
  if (pages.some((one) => one.headers.has("x-kept-for") && one.headers.get("x-kept-for") !== account)) await caches.delete(KEPT);
}

/** When a page was kept, in ms since 1970; 0 for what is no page. */
function keptAt(answer) {
  return Date.parse(answer?.headers.get("x-kept-at") ?? "") || 0;
}

/** Sign out: without a network here at once, and at the server before anything else is asked of it. */
async function signOut(request) {
  await caches.delete(KEPT);
  try {
    return await fetch(request);
  } catch {
    const owed = await caches.open(OWED);
    await owed.put(SIGN_OUT, new Response(""));
    return offline("signed_out");
  }
}

async function isOwed() {
  const owed = await caches.open(OWED);
  return Boolean(await owed.match(SIGN_OUT));
}

/** Tell the server of the sign-out; whether it heard. */
async function pay() {
  try {
    await fetch(SIGN_OUT, { method: "POST", redirect: "manual" });
  } catch {
    return false;
  }
  const owed = await caches.open(OWED);
  await owed.delete(SIGN_OUT);
  return true;
}

/** The page in place of the browser's error: what it is about, and what can be read now. */
async function offline(about) {
  const language = (self.navigator.language || "").slice(0, 2);
  const pages = TOLD.pages[language] ?? TOLD.pages.ru;
  const kept = await Promise.all(TOLD.readable.map((path) => lastSeen(new URL(path, self.location.origin))));
  const hidden = TOLD.readable.filter((_path, place) => !kept[place]).map((path) => `[data-kept="${path}"]`);
  hidden.push(kept.some(Boolean) ? "[data-when=nothing]" : "[data-when=kept]");
  const text = pages[about].replace("</head>", `<style>${hidden.join(",")}{display:none}</style></head>`);
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" } });
}
