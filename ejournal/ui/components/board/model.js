/* The board as data: its cells by name, what a patch changes, where a key takes the cursor, what a ref names. */

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** The cell's name: «2.3» is the third lesson of Tuesday. */
export const keyOf = (day, number) => `${day}.${number}`;

/** The day and the number of a cell's name. */
export function placeOf(key) {
  const [d, n] = key.split(".").map(Number);
  return { d, n };
}

/** The first card of the first cell: where the cursor begins. */
export const beginOf = (view) => ({ d: view.days[0]?.n ?? 1, n: view.numbers[0] ?? 1, k: 0 });

const NO_CARDS = [];

/** The cards of a cell. */
export const cardsOf = (view, day, number) => view.cells[keyOf(day, number)] || NO_CARDS;

/** The card under the cursor {d, n, k}; undefined where none is. */
export function cardAt(view, { d, n, k }) {
  const cards = cardsOf(view, d, n);
  return cards[Math.min(k, cards.length - 1)];
}

const beside = (list, value, by) => list[Math.max(0, Math.min(list.length - 1, list.indexOf(value) + by))];

/** Where a key takes the cursor over the view's days and numbers, or null. */
export function moved(key, cursor, view) {
  const days = view.days.map((one) => one.n);
  if (key === "Home") return { ...cursor, d: days[0], k: 0 };
  if (key === "End") return { ...cursor, d: days.at(-1), k: 0 };
  const step = STEPS[key];
  return step ? { d: beside(days, cursor.d, step[0]), n: beside(view.numbers, cursor.n, step[1]), k: 0 } : null;
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

/** Whether a ref is that of a card, which stands somewhere; else it is a line of the tray. */
export const isCard = (ref) => ref[0] === "e";

/** The card or the line of the tray by its ref; null when there is none. */
export function thing(view, ref) {
  if (!ref) return null;
  const among = isCard(ref) ? Object.values(view.cells).flat() : view.tray;
  return among.find((one) => one.id === ref) || null;
}
