/* A page that is shown without a network: what waits on this device stands above it, and it is read anew,
   without a touch, as soon as the server answers. */

import { dueDrafts, whenDraftsChange } from "../external/ejournal/ui/components/draft/draft/drafts.js";

const EVERY = 4000; // ms
const place = document.querySelector("[data-account]");
const list = document.createElement("ul");
list.className = "offline-waits";

/** The absences that were written here: «Кира, 6А · 20 ноября · Болезнь — ждёт сети». */
function show() {
  const waiting = dueDrafts(place.dataset.account).filter((one) => one.name.startsWith("unsent-absence:"));
  list.replaceChildren(
    ...waiting.map((one) => {
      const line = document.createElement("li");
      line.textContent = `${JSON.parse(one.text).words} — ${place.dataset.waits}`;
      return line;
    }),
  );
  list.hidden = !waiting.length;
}

async function again() {
  try {
    const answer = await fetch("/health", { cache: "no-store" });
    if (answer.ok) location.reload();
  } catch {
    /* still away */
  }
}

if (place?.dataset.waits) {
  place.after(list);
  show();
  whenDraftsChange(show);
}
window.addEventListener("online", again);
document.addEventListener("visibilitychange", () => document.hidden || again());
setInterval(again, EVERY);
