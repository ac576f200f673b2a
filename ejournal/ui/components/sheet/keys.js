/* What the keys of the keyboard do over the grid: where they lead, and what they change there. */

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const PAGE = 10;

/** As far as the sheet goes in that direction; `by` is -1, 0 or 1. */
const edge = (place, by, last) => {
  if (by === 0) return place;
  return by < 0 ? 0 : last;
};

/** Where a key takes the cursor {r, c} as [r, c], which may lie outside; null when it does not move it. */
export function target(event, { r, c }, lastRow, lastCol) {
  const { key, shiftKey } = event;
  const far = event.ctrlKey || event.metaKey;
  if (key === "Tab") {
    const to = c + (shiftKey ? -1 : 1);
    return to < 0 || to > lastCol ? null : [r, to]; // past the edge Tab leaves the sheet
  }
  const step = STEPS[key];
  if (step && far) return [edge(r, step[0], lastRow), edge(c, step[1], lastCol)];
  if (step) return [r + step[0], c + step[1]];
  const places = {
    Home: [far ? 0 : r, 0],
    End: [far ? lastRow : r, lastCol],
    PageUp: [r - PAGE, c],
    PageDown: [r + PAGE, c],
    Enter: [r + (shiftKey ? -1 : 1), c],
  };
  return places[key] || null;
}

/** What the key does to the cell under the cursor; null when it is the browser's. */
function deed({ key }, store) {
  const { r, c } = store.cursor;
  const begins = store.typing.begins();
  if (key === "Backspace" && !begins) return () => store.typing.back();
  if (key === "Delete" || key === "Backspace") return () => store.clear(r, c);
  if (key === "F2" || (key === " " && begins)) return () => store.openPanel(r, c);
  return key.length === 1 ? (event) => store.press(event) : null;
}

/** Does what a key asks for; true when it was meant for the sheet. */
export function pressed(event, store) {
  const far = event.ctrlKey || event.metaKey;
  if (far && event.code === "KeyZ" && !event.shiftKey) {
    store.undo();
    return true;
  }
  if (event.altKey) return false;
  const { sheet, columns } = store.book;
  const to = target(event, store.cursor, sheet.rows.length - 1, columns.length - 1);
  if (to) {
    store.endDraft();
    store.go(...to);
    return true;
  }
  if (far) return false;
  if (event.key === "Escape") return store.revert();
  const act = deed(event, store);
  act?.(event);
  return act !== null;
}
