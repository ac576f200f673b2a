/* The board as data: where keys lead, what a patch changes, what a ref names. */

import { describe, expect, test } from "bun:test";
import { cardAt, moved, patched, thing } from "../../../../ejournal/ui/components/board/model.js";

const VIEW = {
  key: "1", seq: 4, days: [{ n: 1 }, { n: 2 }, { n: 3 }], numbers: [1, 2, 3], closed: ["3.1"],
  cells: { 1.1: [{ id: "e1", title: "Алгебра" }, { id: "e2", title: "Физика" }], "2.3": [{ id: "e3", title: "Химия" }] },
  tray: [{ id: "c5", title: "Биология" }],
};

describe("the cursor", () => {
  const from = (key, d, n, view = VIEW) => moved(key, { d, n, k: 1 }, view);
  test("goes by day and by lesson, to the first card of a cell", () => {
    expect(from("ArrowRight", 1, 1)).toEqual({ d: 2, n: 1, k: 0 });
    expect(from("ArrowDown", 1, 1)).toEqual({ d: 1, n: 2, k: 0 });
    expect(from("ArrowLeft", 2, 2)).toEqual({ d: 1, n: 2, k: 0 });
    expect(from("ArrowUp", 2, 2)).toEqual({ d: 2, n: 1, k: 0 });
  });
  test("stops at the edges of the week", () => {
    expect(from("ArrowLeft", 1, 1)).toEqual({ d: 1, n: 1, k: 0 });
    expect(from("ArrowDown", 3, 3)).toEqual({ d: 3, n: 3, k: 0 });
  });
  test("goes to the first and the last day with Home and End", () => {
    expect(from("Home", 2, 3)).toEqual({ d: 1, n: 3, k: 0 });
    expect(from("End", 2, 3)).toEqual({ d: 3, n: 3, k: 0 });
  });
  test("goes by the lessons there are, where the day begins with a lesson 0", () => {
    expect(from("ArrowUp", 1, 1, { ...VIEW, numbers: [0, 1, 2] })).toEqual({ d: 1, n: 0, k: 0 });
  });
  test("stays with every other key", () => expect(from("Enter", 1, 1)).toBe(null));
});

describe("a patch", () => {
  test("changes the cells it names and empties those without cards", () => {
    const now = patched(VIEW, { seq: 5, cells: { 1.1: [], "3.2": [{ id: "e3" }] } });
    expect(Object.keys(now.cells).toSorted()).toEqual(["2.3", "3.2"]);
    expect(now.seq).toBe(5);
  });
  test("leaves tray, days and closed cells that it does not name", () => {
    const now = patched(VIEW, { seq: 5 });
    expect([now.tray, now.days, now.closed, now.cells]).toEqual([VIEW.tray, VIEW.days, VIEW.closed, VIEW.cells]);
    expect(patched(VIEW, { seq: 5, tray: [] }).tray).toEqual([]);
  });
  test("leaves the board that was", () => {
    patched(VIEW, { seq: 5, cells: { 1.1: [] } });
    expect(VIEW.cells["1.1"].length).toBe(2);
  });
});

test("the card under the cursor is the one that space has come to, or the last there is", () => {
  expect(cardAt(VIEW, { d: 1, n: 1, k: 1 }).id).toBe("e2");
  expect(cardAt(VIEW, { d: 1, n: 1, k: 9 }).id).toBe("e2");
  expect(cardAt(VIEW, { d: 3, n: 3, k: 0 })).toBe(undefined);
});

describe("what is in hand", () => {
  test("is a card of the board or a line of the tray", () => {
    expect(thing(VIEW, "e2").title).toBe("Физика");
    expect(thing(VIEW, "c5").title).toBe("Биология");
  });
  test("is nothing once it has gone", () => {
    expect([thing(VIEW, "e9"), thing(VIEW, "c9"), thing(VIEW, "")]).toEqual([null, null, null]);
  });
});
