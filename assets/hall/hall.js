/* The hall's screen reads itself anew, keeps its clock and turns pages that are longer than it. */

const READ_EVERY = 30_000;
const TURN_EVERY = 9_000;
const board = document.getElementById("board");
const lost = document.getElementById("lost");
const two = (number) => String(Math.floor(number)).padStart(2, "0");
let shown = board.innerHTML;
let startedAt = Date.now();

function keepTime() {
  const clock = document.getElementById("clock");
  if (!clock) return;
  const seconds = (Number(clock.dataset.seconds) + (Date.now() - startedAt) / 1000) % 86400;
  clock.textContent = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}`;
}

async function readAnew() {
  try {
    const address = new URL(location.href);
    address.searchParams.set("part", "1");
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(15_000) });
    const text = await answer.text();
    if (answer.status === 404) {
      board.textContent = text;
    } else if (answer.ok) {
      startedAt = Date.now();
      const tops = [...document.querySelectorAll(".rows")].map((rows) => rows.scrollTop);
      if (text !== shown) board.innerHTML = shown = text;
      document.querySelectorAll(".rows").forEach((rows, at) => (rows.scrollTop = tops[at] ?? 0));
    }
    lost.hidden = answer.ok || answer.status === 404;
  } catch {
    lost.hidden = false;
  }
  keepTime();
}

function turnPages() {
  for (const rows of document.querySelectorAll(".rows")) {
    const atEnd = rows.scrollTop + rows.clientHeight >= rows.scrollHeight - 4;
    rows.scrollTop = atEnd ? 0 : rows.scrollTop + rows.clientHeight * 0.85;
  }
}

setInterval(readAnew, READ_EVERY);
setInterval(turnPages, TURN_EVERY);
setInterval(keepTime, 1000);
