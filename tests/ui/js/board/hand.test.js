/* The hand over the timetable's board: what it takes, where it puts it, what it tells the page. */

import { describe, expect, test } from "bun:test";
import { Hand, command } from "../../../../ejournal/ui/components/board/hand.js";

const VIEW = {
  key: "1", seq: 4, editable: true, days: [{ n: 1 }, { n: 2 }, { n: 3 }], numbers: [1, 2, 3], closed: [],
  cells: { 1.1: [{ id: "e1", title: "Алгебра" }, { id: "e2", title: "Физика" }], "2.3": [{ id: "e3", title: "Химия" }] },
  tray: [{ id: "c5", title: "Биология", last: false }, { id: "c6", title: "Музыка", last: true }],
};

/** A hand over a board, and what it told the page. */
function over(view = VIEW, wide = true) {
  const hand = new Hand(view);
  const told = [];
  const note = (name) => (...values) => told.push([name, ...values]);
  hand.page = { isWide: () => wide };
  for (const name of ["pick", "put", "remove", "undo", "redo", "focusCell", "focusLine"]) hand.page[name] = note(name);
  const grid = (key, more = {}) => hand.keyOnGrid({ key, code: "", ...more });
  const tray = (key, more = {}) => hand.keyOnTray({ key, code: "", ...more });
  return { hand, told, grid, tray };
}

describe("a command", () => {
  const key = (code, more = {}) => command({ code, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, ...more });
  test("is told by the place of its key, on every layout, with Ctrl or ⌘", () => {
    expect(key("KeyZ")).toBe("undo");
    expect(key("KeyZ", { ctrlKey: false, metaKey: true })).toBe("undo");
    expect(key("KeyZ", { shiftKey: true })).toBe("redo");
    expect(key("KeyY")).toBe("redo");
  });
  test("is no other key", () => {
    expect(key("KeyX")).toBe(null);
    expect(key("KeyZ", { ctrlKey: false })).toBe(null);
    expect(key("KeyZ", { altKey: true })).toBe(null);
  });
});

describe("a card in hand", () => {
  test("is told to the page, and let go by a second press", () => {
    const { hand, told } = over();
    hand.press("e1");
    expect(hand.now.carry).toBe("e1");
    hand.press("e1");
    expect(hand.now.carry).toBe("");
    expect(told).toEqual([["pick", "e1"], ["pick", ""]]);
  });

  test("gives way to another that is pressed", () => {
    const { hand, told } = over();
    hand.press("e1");
    hand.press("e3");
    expect(hand.now.carry).toBe("e3");
    expect(told).toEqual([["pick", "e1"], ["pick", "e3"]]);
  });

  test("is put into the cell that is pressed, waits there for the answer, and the hand is empty", () => {
    const { hand, told } = over();
    hand.take("e1");
    hand.pressCell(3, 2);
    expect(hand.now).toMatchObject({ carry: "", pending: { key: "3.2", title: "Алгебра" }, cursor: { d: 3, n: 2, k: 0 } });
    expect(told.at(-1)).toEqual(["put", "e1", 3, 2]);
    hand.answered();
    expect(hand.now.pending).toBe(null);
  });

  test("that somebody else took off the board is in hand no more", () => {
    const { hand } = over();
    hand.take("e3");
    hand.view = { ...VIEW, cells: {} };
    hand.seen();
    expect(hand.now.carry).toBe("");
  });

  test("is let go when another board is opened", () => {
    const { hand } = over();
    hand.take("e3");
    hand.view = { ...VIEW, key: "2", numbers: [0, 1], cells: {} };
    hand.begin();
    expect(hand.now).toMatchObject({ carry: "", cursor: { d: 1, n: 0, k: 0 } });
  });

  test("goes to the tray when it is dropped there", () => {
    const { hand, told } = over();
    hand.take("e1");
    hand.dropOnTray();
    expect(hand.now).toMatchObject({ carry: "", over: "" });
    expect(told.at(-1)).toEqual(["remove", "e1"]);
  });
});

describe("a course of the tray", () => {
  test("with hours left stays in hand; with its last hour it does not", () => {
    const { hand, told } = over();
    hand.take("c5");
    hand.put(1, 2);
    expect(hand.now.carry).toBe("c5");
    hand.take("c6");
    hand.put(1, 3);
    expect(hand.now.carry).toBe("");
    expect(told.filter(([name]) => name === "put")).toEqual([["put", "c5", 1, 2], ["put", "c6", 1, 3]]);
  });

  test("dropped on the tray stays there, and nobody is told", () => {
    const { hand, told } = over();
    hand.take("c5");
    hand.dropOnTray();
    expect(told).toEqual([["pick", "c5"]]);
  });

  test("taken by Enter brings the cursor to the best place, once it is known", () => {
    const { hand, told, tray } = over();
    expect(tray("Enter")).toBe(true);
    hand.slots = { ref: "e1", best: "1.2", cells: {} }; // of what was in hand before
    hand.offered();
    expect(hand.now.cursor).toEqual({ d: 1, n: 1, k: 0 });
    hand.slots = { ref: "c5", best: "3.2", cells: {} };
    hand.offered();
    expect(hand.now.cursor).toEqual({ d: 3, n: 2, k: 0 });
    expect(told.at(-1)).toEqual(["focusCell", "3.2"]);
  });

  test("leaves the cursor where the keys have led it meanwhile", () => {
    const { hand, grid, tray } = over();
    tray("Enter");
    grid("ArrowDown");
    hand.slots = { ref: "c5", best: "3.2", cells: {} };
    hand.offered();
    expect(hand.now.cursor).toEqual({ d: 1, n: 2, k: 0 });
  });
});

describe("a key over the week", () => {
  test("Enter takes the card under the cursor, and puts it", () => {
    const { hand, told, grid } = over();
    grid("Enter");
    grid("ArrowRight");
    grid("Enter");
    expect(told.filter(([name]) => name !== "focusCell")).toEqual([["pick", "e1"], ["put", "e1", 2, 1]]);
    expect(hand.now.carry).toBe("");
  });
  test("space goes through the cards of a cell and begins again", () => {
    const { hand, grid } = over();
    const seen = [1, 2, 3].map(() => {
      grid(" ");
      return hand.now.cursor.k;
    });
    expect(seen).toEqual([1, 0, 1]);
  });
  test("Delete takes to the tray what is in hand, else the card under the cursor", () => {
    const { told, grid, hand } = over();
    grid(" ");
    grid("Delete");
    hand.take("e3");
    grid("Backspace");
    expect(told.filter(([name]) => name === "remove")).toEqual([["remove", "e2"], ["remove", "e3"]]);
  });
  test("Escape lets go of what is in hand, and is the page's own when nothing is", () => {
    const { hand, grid } = over();
    hand.take("e1");
    expect(grid("Escape")).toBe(true);
    expect(hand.now.carry).toBe("");
    expect(grid("Escape")).toBe(false);
  });
  test("that means nothing here is the browser's", () => {
    const { grid } = over();
    expect([grid("Tab"), grid("ф"), grid("ArrowDown", { ctrlKey: true }), grid("Enter", { altKey: true })]).toEqual([false, false, false, false]);
  });
  test("takes the word from the mouse, wherever it rests", () => {
    const { hand, grid } = over();
    hand.hover("3.3");
    grid("ArrowDown");
    expect(hand.now.hover).toBe("");
  });
  test("with Ctrl goes a step back and forth", () => {
    const { told, grid, tray } = over();
    grid("я", { code: "KeyZ", ctrlKey: true });
    tray("z", { code: "KeyZ", ctrlKey: true, shiftKey: true });
    expect(told).toEqual([["undo"], ["redo"]]);
  });
});

describe("a key over the tray", () => {
  test("goes from line to line and stops at its ends", () => {
    const { hand, told, tray } = over();
    tray("ArrowDown");
    tray("ArrowDown");
    expect(hand.now.line).toBe(1);
    tray("ArrowUp");
    expect(told).toEqual([["focusLine", 1], ["focusLine", 1], ["focusLine", 0]]);
  });
  test("stays at a line that is there when the tray grows shorter", () => {
    const { hand } = over();
    hand.toLine(1);
    hand.view = { ...VIEW, tray: VIEW.tray.slice(0, 1) };
    hand.seen();
    expect(hand.now.line).toBe(0);
  });
});

describe("nothing is taken in hand", () => {
  test("on a board that may only be read, and nothing is undone there", () => {
    const { hand, told, grid } = over({ ...VIEW, editable: false });
    hand.press("e1");
    grid("Delete");
    expect(grid("z", { code: "KeyZ", ctrlKey: true })).toBe(false);
    expect(hand.now.carry).toBe("");
    expect(told).toEqual([]);
  });
  test("on a narrow screen", () => {
    const { hand, told } = over(VIEW, false);
    hand.press("e1");
    expect([hand.now.carry, told]).toEqual(["", []]);
  });
});

describe("what the server says of the places", () => {
  test("is of what is in hand now, not of what was before", () => {
    const { hand } = over();
    hand.slots = { ref: "e1", best: "", cells: { 1.2: { s: "free", w: [] } } };
    expect(hand.slot("1.2")).toBe(undefined);
    hand.take("e1");
    expect(hand.slot("1.2")).toEqual({ s: "free", w: [] });
    hand.take("e3");
    expect(hand.slot("1.2")).toBe(undefined);
  });
});

test("the page draws anew only when something has changed", () => {
  const { hand } = over();
  let drawn = 0;
  const leave = hand.subscribe(() => { drawn += 1; });
  hand.hover("");
  hand.at(1, 1);
  expect(drawn).toBe(0);
  hand.hover("2.2");
  expect(drawn).toBe(1);
  leave();
  hand.hover("");
  expect(drawn).toBe(1);
});
