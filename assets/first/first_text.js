/* Takes the first text away, in the frame in which React's shell has its own content: what was opened stays open. */

const CONTROLS = "a[href], button, summary, input, select";
const stand = document.getElementById("first-text");
const shell = () => document.querySelector("body > .shell");
let seen = false;

/** React has drawn the page, or another one in its place. */
function isDrawn(found) {
  if (!found) return seen || document.querySelector(".mishap") !== null;
  const content = found.querySelector("#content");
  return content && !content.querySelector(":scope > .skeleton") && found.querySelector(".bottom a");
}

/** The same element of React's tree, while it has as many of the kind. */
function twin(one, kind, found) {
  const here = [...stand.querySelectorAll(kind)];
  const there = found.querySelectorAll(kind);
  return here.length === there.length ? there[here.indexOf(one)] : undefined;
}

function handOver(found) {
  for (const one of stand.querySelectorAll("details")) {
    const other = twin(one, "details", found);
    if (other) other.open = one.open;
  }
  const active = document.activeElement;
  const held = stand.contains(active) ? twin(active, CONTROLS, found) : undefined;
  const floats = [...stand.querySelectorAll("[popover]:popover-open")].map((one) =>
    twin(one, "[popover]", found),
  );
  stand.remove();
  for (const other of floats) other?.showPopover();
  held?.focus({ preventScroll: true });
}

/** Whether the stand has gone. */
function look() {
  const found = shell();
  const isOver = isDrawn(found);
  if (isOver && found) handOver(found);
  else if (isOver) stand.remove();
  seen ||= found !== null;
  return isOver;
}

const watch = new MutationObserver(() => look() && watch.disconnect());
if (stand && !look()) watch.observe(document.body, { childList: true, subtree: true });
