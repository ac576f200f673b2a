/* What is typed and not yet saved, kept in this browser for the account that typed it. */

const PREFIX = "ejournal.draft:";
const KEPT = 14 * 24 * 3600 * 1000; // ms: whoever comes back later than that starts anew
const SIGN_OUT = "/auth/logout";

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
}

/** The draft of a field as {text, base}: `base` is what stood there when it was begun; null without one. */
export function draftOf(owner, name) {
  if (!owner || !name) return null;
  try {
    const found = JSON.parse(storage()?.getItem(keyOf(owner, name)));
    return found && Date.now() - found.at < KEPT ? found : null;
  } catch {
    return null;
  }
}

export function keepDraft(owner, name, text, base) {
  if (!owner || !name) return;
  try {
    storage()?.setItem(keyOf(owner, name), JSON.stringify({ text, base, at: Date.now() }));
  } catch {
    /* full: the page still holds it */
  }
}

export function forgetDraft(owner, name) {
  if (owner && name) storage()?.removeItem(keyOf(owner, name));
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
