/* What is typed and not yet saved, kept in this browser for the account that typed it. */

const PREFIX = "ejournal.draft:";
const KEPT = 14 * 24 * 3600 * 1000; // ms: whoever comes back later than that starts anew
const SIGN_OUT = "/auth/logout";
const CHANGED = "ejournal-drafts";

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off in this browser: the text lives as long as the page
  }
}

const keyOf = (owner, name) => `${PREFIX}${owner}:${name}`;

function drop(isGone) {
  const store = storage();
  if (!store) return;
  for (const key of Object.keys(store)) if (key.startsWith(PREFIX) && isGone(key.slice(PREFIX.length))) store.removeItem(key);
  tell();
}

/** The draft of a field as {text, base, due}: `base` is what stood there when it was begun, `due` whether it was to be
    saved and no answer has come; null without one. */
export function draftOf(owner, name) {
  if (!owner || !name) return null;
  try {
    const found = JSON.parse(storage()?.getItem(keyOf(owner, name)));
    return found && Date.now() - found.at < KEPT ? found : null;
  } catch {
    return null;
  }
}

export function keepDraft(owner, name, text, base, due = false) {
  if (!owner || !name) return;
  try {
    storage()?.setItem(keyOf(owner, name), JSON.stringify({ text, base, due, at: Date.now() }));
  } catch {
    /* full: the page still holds it */
  }
  tell();
}

export function forgetDraft(owner, name) {
  if (!owner || !name) return;
  storage()?.removeItem(keyOf(owner, name));
  tell();
}

/** The drafts of an account that wait to be saved, the oldest first: [{name, text, base, at}]. */
export function dueDrafts(owner) {
  const store = owner && storage();
  if (!store) return [];
  const start = keyOf(owner, "");
  const found = Object.keys(store).flatMap((key) => {
    const name = key.startsWith(start) ? key.slice(start.length) : "";
    const draft = draftOf(owner, name);
    return draft?.due ? [{ ...draft, name }] : [];
  });
  return found.toSorted((one, other) => one.at - other.at);
}

/** Calls back when a draft of this browser was kept or forgotten, here or in another tab; gives the way to stop. */
export function whenDraftsChange(listener) {
  const stored = (event) => (event.key ?? PREFIX).startsWith(PREFIX) && listener();
  window.addEventListener(CHANGED, listener);
  window.addEventListener("storage", stored);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener("storage", stored);
  };
}

function tell() {
  window.dispatchEvent?.(new Event(CHANGED));
}

/** Somebody is signed in here: nobody else's words stay. */
export function keepOnly(owner) {
  drop((rest) => !rest.startsWith(`${owner}:`));
}

/** Who signs out leaves nothing behind. */
function forgetAllDrafts() {
  drop(() => true);
}

if (typeof window !== "undefined") {
  window.ejournalForgetDraft = (name) => drop((rest) => rest.slice(rest.indexOf(":") + 1) === name);
  const leaves = (event) => new URL(event.target.action, location.href).pathname === SIGN_OUT && forgetAllDrafts();
  document.addEventListener("submit", leaves, true);
}
