/* Where the keys lead over the sheet, and what they do to the cell under the cursor. */

import { describe, expect, test } from "bun:test";
import { COMMANDS } from "../../../../ejournal/ui/components/sheet/commands.js";
import { pressed, target } from "../../../../ejournal/ui/components/sheet/keys.js";
import { opened, soon } from "./sheet.js";

const key = (name, more = {}) => ({ key: name, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
const CTRL = { ctrlKey: true };
const SHIFT = { shiftKey: true };

describe("the cursor goes", () => {
  const from = (name, more, r = 4, c = 2) => target(key(name, more), { r, c }, 24, 9);
  test("by arrows, from pupil to pupil and from lesson to lesson", () => {
    expect([from("ArrowUp"), from("ArrowDown"), from("ArrowLeft"), from("ArrowRight")]).toEqual([[3, 2], [5, 2], [4, 1], [4, 3]]);
  });
  test("with Ctrl to the edge of the sheet", () => {
    expect([from("ArrowUp", CTRL), from("ArrowDown", CTRL), from("ArrowLeft", CTRL), from("ArrowRight", CTRL)]).toEqual([[0, 2], [24, 2], [4, 0], [4, 9]]);
  });
  test("to the first and the last lesson of the pupil, with Ctrl of the class", () => {
    expect([from("Home"), from("End"), from("Home", CTRL), from("End", CTRL)]).toEqual([[4, 0], [4, 9], [0, 0], [24, 9]]);
  });
  test("down with Enter, up with Shift, ten pupils with a page", () => {
    expect([from("Enter"), from("Enter", SHIFT), from("PageDown"), from("PageUp")]).toEqual([[5, 2], [3, 2], [14, 2], [-6, 2]]);
  });
  test("with Tab from lesson to lesson, and out of the sheet past its edge", () => {
    expect([from("Tab"), from("Tab", SHIFT)]).toEqual([[4, 3], [4, 1]]);
    expect([from("Tab", {}, 4, 9), from("Tab", SHIFT, 4, 0)]).toEqual([null, null]);
  });
  test("nowhere with a letter", () => expect(from("5")).toBe(null));
});

describe("a key", () => {
  const sheet = (cell = "4") => {
    const made = opened({ pupils: { "Белов Тимофей": [cell, ""], "Орлов Григорий": ["", ""] } });
    made.at(0, 0);
    return { ...made, press: (name, more) => pressed(key(name, more), made.store) };
  };

  test("that moves the cursor ends the entry that was being typed", async () => {
    const { store, sent, press } = sheet("");
    press("5");
    expect(press("Enter")).toBe(true);
    await soon();
    expect(store.typing.begins()).toBe(true);
    expect(store.cursor).toEqual({ r: 1, c: 0 });
    expect(sent[0]).toMatchObject([{ p: "P1", v: "5" }]);
  });
  test("Delete and Backspace empty a cell; within an entry Backspace takes one letter", () => {
    const { store, press } = sheet();
    press("Delete");
    expect(store.view(0, 0).text).toBe("");
    press("8");
    press("Backspace");
    expect(store.view(0, 0).text).toBe("");
  });
  test("F2 and space open the cell; within an entry space parts two marks", () => {
    const { store, press } = sheet("");
    press(" ");
    expect(store.panel).toEqual({ r: 0, c: 0 });
    store.closePanel();
    press("5");
    press(" ");
    press("4");
    expect(store.view(0, 0).text).toBe("5/4");
    press("F2");
    expect(store.panel).toEqual({ r: 0, c: 0 });
  });
  test("Ctrl+Z takes back, by the place of the key", async () => {
    const { store, press } = sheet();
    press("5");
    await soon();
    expect(press("я", { code: "KeyZ", ctrlKey: true })).toBe(true);
    expect(store.view(0, 0).text).toBe("4");
  });
  test("that is not meant for the sheet is the browser's", () => {
    const { store, press } = sheet();
    const left = [press("c", CTRL), press("5", { altKey: true }), press("F5"), press("Escape"), press("Z", { code: "KeyZ", ctrlKey: true, shiftKey: true })];
    expect(left).toEqual([false, false, false, false, false]);
    expect(store.view(0, 0).text).toBe("4");
  });
});

describe("a button of the page", () => {
  test("goes to the lesson that was chosen there", () => {
    const { store } = opened();
    store.move(1, 1);
    COMMANDS.select(store, 0);
    expect(store.cursor).toEqual({ r: 1, c: 0 });
  });
  test("asks before it changes many cells, and changes them as one step", async () => {
    const { store, sent, shown } = opened();
    COMMANDS.fill(store, 0, "5");
    expect(store.ask).toMatchObject({ type: "many", c: 0 });
    await soon();
    expect(sent).toEqual([]);
    store.setMany(store.ask);
    await soon();
    expect(shown().map((row) => row[0])).toEqual(["5", "5", "5"]);
    expect(sent.length).toBe(1);
    COMMANDS.undo(store);
    expect(shown().map((row) => row[0])).toEqual(["", "", ""]);
  });
});
