/* Passkeys: asks the browser what the server wants to know, and hands the answer over. What may be said stands
   in the element: data-unable, data-stopped, data-failed. */

/** Whether this browser, at this address, can use passkeys at all. */
export function able() {
  return Boolean(window.isSecureContext && window.PublicKeyCredential?.parseRequestOptionsFromJSON);
}

/** What the browser has made or signed, as JSON; null when its owner did not want to. */
async function answered(kind, options) {
  try {
    const asked =
      kind === "create"
        ? { publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }
        : { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) };
    const found = await navigator.credentials[kind](asked);
    return found && JSON.stringify(found.toJSON());
  } catch {
    return null; // stopped, timed out, known already, or none here: a browser does not tell which
  }
}

/** A passkey made by the options: its answer as JSON, empty when none was made. */
export async function make(options) {
  return able() ? (await answered("create", JSON.parse(options))) || "" : "";
}

async function post(address, fields) {
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(fields) });
  if (answer.status !== 200 && answer.status !== 400) throw new Error(String(answer.status));
  return answer.json();
}

/** Signs in by a passkey: what the element's data tell is asked, answered, and followed. */
export async function signIn(place) {
  const said = place.querySelector("[data-said]");
  const button = place.querySelector("button");
  const say = (words) => {
    said.textContent = words;
    said.hidden = !words;
    button.disabled = false;
  };
  const told = place.dataset;
  if (!able()) return say(told.unable);
  say("");
  button.disabled = true;
  try {
    const options = await post(told.options, {});
    if (options.to) return location.assign(options.to);
    if (options.error) return say(options.error);
    const answer = await answered("get", options);
    if (!answer) return say(told.stopped);
    const end = await post(told.answer, { answer, next: told.next });
    if (end.to) return location.assign(end.to);
    return say(end.error);
  } catch {
    return say(told.failed);
  }
}

for (const place of document.querySelectorAll("[data-passkey]")) {
  place.querySelector("button").addEventListener("click", () => signIn(place));
}
