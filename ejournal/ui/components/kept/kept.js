/* The pages seen last, given to the service worker to keep: it shows them without a network. */

const SIGN_OUT = "/auth/logout";
const READABLE = ["/", "/diary", "/diary/marks", "/schedule"];
const FORM = "/diary/absences";
const LONGEST = 600_000; // characters of a page
const PAUSE = 1500; // ms after a change
const EVERY = 20_000; // ms between two pictures of a page: some have a clock that goes
const GONE = "script, iframe, template, noscript, .skip, .reconnect, .unsent, [data-sonner-toaster]";
const UNREADY = "#first-text, .skeleton, [aria-busy=true], .reconnect, .looking";

let observer = null;
let timer = 0;
let last = "";
let answers = false; // the worker does, for whatever page is opened: of this one it may not know

/** Keep what this page shows from now on, for the account; what another has seen goes. */
export function watch(account, words) {
  stop();
  if (!account) return;
  tell({ only: account });
  if (!READABLE.includes(location.pathname)) return;
  let taken = -EVERY;
  const keepSoon = () => {
    timer ||= setTimeout(() => {
      timer = 0;
      if (keep(account, words)) taken = performance.now();
    }, Math.max(PAUSE, taken + EVERY - performance.now()));
  };
  observer = new MutationObserver(keepSoon);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  keepSoon();
}

/** Nobody is signed in here any more. */
export function forgetKept() {
  stop();
  tell({ only: "" });
}

function stop() {
  observer?.disconnect();
  observer = null;
  clearTimeout(timer);
  timer = 0;
}

async function tell(message) {
  const worker = await navigator.serviceWorker?.ready;
  worker?.active.postMessage(message, []); // to a worker: it has no origin to name
}

/** Whether a picture of the page was taken: not of one that is half there, or that the network left. */
function keep(account, words) {
  if (!document.getElementById("content") || document.querySelector(UNREADY) || !navigator.onLine) return false;
  const body = picture();
  if (body === last || body.length > LONGEST) return true;
  last = body;
  const sheets = [...document.styleSheets].flatMap((sheet) => (sheet.href ? [new URL(sheet.href).pathname] : []));
  tell({ keep: location.pathname + location.search, page: whole(body, bar(words), account, words.waits), account, sheets, children: children() });
  return true;
}

function bar(words) {
  const form = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  return words.bar.replace("{time}", form.format(new Date()));
}

/** What the page shows, without what would do nothing there. */
function picture() {
  const copy = document.body.cloneNode(true);
  for (const one of copy.querySelectorAll(GONE)) one.remove();
  for (const one of copy.querySelectorAll("button, input, select, textarea")) {
    const works = one.hasAttribute("popovertarget") || one.closest("form")?.getAttribute("action") === SIGN_OUT;
    if (works) continue;
    if (one.matches("button") && !one.textContent.trim()) one.remove();
    else one.setAttribute("disabled", "");
  }
  return copy.innerHTML;
}

/** Of whom this page offers to announce an absence: the names by the children's numbers. */
function children() {
  const links = [...document.querySelectorAll(`a[href^="${FORM}?"]`)].map((one) => [new URL(one.href).searchParams, one]);
  return Object.fromEntries(
    links.filter(([asked]) => asked.has("announce")).map(([asked, one]) => [asked.get("child"), one.closest(".sheet")?.querySelector("h2")?.textContent]),
  );
}

function whole(body, words, account, waits) {
  const root = document.documentElement.cloneNode(false);
  const style = [...document.styleSheets].map((sheet) =>
    sheet.href
      ? `<link rel="stylesheet" href="${new URL(sheet.href).pathname}">`
      : `<style>${[...sheet.cssRules].map((rule) => rule.cssText).join("").replaceAll("</", "<\\/")}</style>`,
  );
  const title = document.createElement("title");
  title.textContent = document.title;
  const line = document.createElement("div");
  line.className = "offline-bar";
  line.setAttribute("role", "status");
  line.textContent = words;
  Object.assign(line.dataset, { account, waits });
  const head = `<head><meta charset="utf-8">${title.outerHTML}<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="icon" href="/favicon.svg">${style.join("")}<link rel="stylesheet" href="/offline/offline.css"><script src="/offline/again.js" type="module"></script></head>`;
  return `<!doctype html>${root.outerHTML.replace(/<\/html>$/, "")}${head}<body>${line.outerHTML}${body}</body></html>`;
}

/** Without a network a link leads to what the service worker shows: the page's own way would wait for the server. */
function follow(event) {
  const link = event.target.closest?.("a[href]");
  const isAway = !navigator.onLine || document.querySelector(".reconnect.is-away");
  if (!link || !isAway || !answers || link.target || link.hasAttribute("download")) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const { origin, pathname } = new URL(link.href);
  if (origin !== location.origin || pathname === location.pathname) return;
  event.preventDefault();
  event.stopPropagation();
  location.assign(link.href);
}

if (typeof window !== "undefined" && "serviceWorker" in navigator) {
  window.addEventListener("click", follow, true);
  navigator.serviceWorker.ready.then(() => {
    answers = true;
  });
  window.addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js").catch(() => {}));
}
