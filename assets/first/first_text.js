/* Takes the first text away, in the frame in which React's shell has its own content: what was opened stays open. */

(() => {
  const stand = document.getElementById("first-text");
  const CONTROLS = "a[href], button, summary, input, select";
  const shell = () => document.querySelector("body > .shell");
  let seen = false;

  /** React has drawn the page, or another one in its place. */
  function isDrawn(found) {
    if (!found) return seen || document.querySelector(".mishap") !== null;
    const content = found.querySelector("#content");
    return content && !content.querySelector(":scope > .skeleton") && found.querySelector(".bottom a");
  }

  /** The same element of the other tree, while both have as many of its kind. */
  function twin(one, kind, here, there) {
    const [from, to] = [here, there].map((root) => [...root.querySelectorAll(kind)]);
    return from.length === to.length ? to[from.indexOf(one)] : undefined;
  }

  function handOver(found) {
    for (const one of stand.querySelectorAll("details")) {
      const other = twin(one, "details", stand, found);
      if (other) other.open = one.open;
    }
    const held = stand.contains(document.activeElement) && twin(document.activeElement, CONTROLS, stand, found);
    const floats = [...stand.querySelectorAll("[popover]:popover-open")].map((one) =>
      twin(one, "[popover]", stand, found),
    );
    stand.remove();
    for (const other of floats) other?.showPopover();
    held?.focus?.({ preventScroll: true });
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
})();
