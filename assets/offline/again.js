/* A page that is shown without a network: read anew, without a touch, as soon as the server answers. */

const EVERY = 4000; // ms

async function again() {
  try {
    const answer = await fetch("/health", { cache: "no-store" });
    if (answer.ok) location.reload();
  } catch {
    /* still away */
  }
}

window.addEventListener("online", again);
document.addEventListener("visibilitychange", () => document.hidden || again());
setInterval(again, EVERY);
