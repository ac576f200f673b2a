/* What the hand does: the cursor's way over the grid, and what a key means. */

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export const keyOf = (day, number) => `${day}.${number}`;

const at = (list, value, by) => list[Math.max(0, Math.min(list.length - 1, list.indexOf(value) + by))];

/** Where a key takes the cursor {d, n} over the view's days and numbers, or null. */
export function moved(event, cursor, view) {
  const days = view.days.map((one) => one.n);
  const numbers = view.numbers;
  if (event.key === "Home") return { ...cursor, d: days[0], k: 0 };
  if (event.key === "End") return { ...cursor, d: days[days.length - 1], k: 0 };
  const step = STEPS[event.key];
  if (!step) return null;
  return { d: at(days, cursor.d, step[0]), n: at(numbers, cursor.n, step[1]), k: 0 };
}

/** «undo» or «redo» by the place of the key, whatever the keyboard's layout. */
export function command(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.code === "KeyZ") return event.shiftKey ? "redo" : "undo";
  return event.code === "KeyY" ? "redo" : null;
}

/** The view with the changed cells, tray, days and closed cells of a patch. */
export function patched(view, patch) {
  const cells = { ...view.cells };
  for (const [key, cards] of Object.entries(patch.cells || {})) {
    if (cards.length) cells[key] = cards;
    else delete cells[key];
  }
  const { seq, tray = view.tray, days = view.days, closed = view.closed } = patch;
  return { ...view, cells, seq, tray, days, closed };
}

/** The card or the line of the tray by its ref. */
export function thing(view, ref) {
  if (!ref) return null;
  if (ref[0] === "c") return view.tray.find((one) => one.id === ref) || null;
  return Object.values(view.cells).flat().find((one) => one.id === ref) || null;
}
