/* Is it the file that was issued? Its fingerprint is counted here, and the file goes nowhere. */

import { sha256 } from "./sha256.js";

const LARGEST = 200 * 1024 * 1024;
const place = document.querySelector("[data-paper]");
const verdict = place.querySelector("[data-verdict]");
const picked = place.querySelector("input[type=file]");
let turn = 0;

function say(what, named = "") {
  verdict.hidden = false;
  verdict.dataset.verdict = what;
  verdict.textContent = [named, place.dataset[what]].filter(Boolean).join(": ");
}

async function compare(file) {
  if (file.size > LARGEST) return "large";
  try {
    const found = await sha256(new Uint8Array(await file.arrayBuffer()));
    return found === place.dataset.paper ? "same" : "other";
  } catch {
    return "unread";
  }
}

picked.addEventListener("change", async () => {
  const [file] = picked.files;
  const mine = ++turn;
  verdict.hidden = !file;
  if (!file) return;
  say("reading", file.name);
  const found = await compare(file);
  if (mine === turn) say(found, file.name);
});

place.querySelector("[data-field]").hidden = false;
