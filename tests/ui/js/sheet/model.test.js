/* What a cell's text holds, and which key writes what. */

import { describe, expect, test } from "bun:test";
import {
  fill, grid, isSign, joined, letterOf, nameParts, newId, parts, read, shortName, withCode,
} from "../../../../ejournal/ui/components/sheet/model.js";

describe("a cell", () => {
  test("is its text and the signs behind it", () => {
    expect(read("5/4*?#")).toEqual({ text: "5/4", comment: true, waiting: true, closed: true });
    expect(read("н*")).toEqual({ text: "н", comment: true, waiting: false, closed: false });
    expect(read(undefined)).toEqual({ text: "", comment: false, waiting: false, closed: false });
  });

  test.each([
    ["", "", "", "", null],
    ["5/4", "", "5/4", "", null],
    ["н", "н", "", "", null],
    ["н/4", "н", "4", "", null],
    ["у/п", "у/п", "", "", null],
    ["у/п/5", "у/п", "5", "", null],
    ["н/а", "н/а", "", "", null],
    ["осв", "осв", "", "", null],
    ["оп", "", "", "оп", null],
    ["5/4 оп 10", "", "5/4", "оп 10", 10],
    ["незач", "", "незач", "", null],
    ["зач оп", "", "зач", "оп", null],
  ])("«%s» holds presence, marks and lateness apart", (text, absence, marks, late, minutes) => {
    expect(parts(text)).toEqual({ absence, marks, late, minutes });
  });

  test("keeps its marks when presence changes", () => {
    expect(withCode("н/5/4", "б")).toBe("б/5/4");
    expect(withCode("5", "оп 10")).toBe("5 оп 10");
    expect(withCode("5 оп 10", "")).toBe("5");
    expect(withCode("", "н")).toBe("н");
    expect(withCode("н", "оп 5")).toBe("оп 5");
    expect(withCode("н", "")).toBe("");
  });
});

describe("what is typed over a cell", () => {
  const mark = { v: "4", values: ["4"], code: null };
  const late = { v: "оп 10", values: [], code: "оп" };

  test("a mark leaves the late coming that stood there", () => {
    expect(joined(mark, "оп 10", false)).toBe("4 оп 10");
    expect(joined(mark, "5 оп", false)).toBe("4 оп");
  });
  test("a late coming leaves the marks that stood there", () => expect(joined(late, "5/4", false)).toBe("5/4 оп 10"));
  test("a late coming ends an absence", () => expect(joined(late, "н/4", false)).toBe("оп 10"));
  test("a mark ends an absence", () => expect(joined(mark, "н", false)).toBe("4"));
  test("a term mark replaces what stood there", () => expect(joined(mark, "осв", true)).toBe("4"));
});

describe("a key", () => {
  const writes = (key, code = "", begins = true) => letterOf({ key, code }, begins);

  test("with the Russian letter writes it, small", () => {
    expect(writes("н")).toBe("н");
    expect(writes("Н")).toBe("н");
    expect(writes("ё")).toBe("ё");
  });
  test.each([
    ["y", "KeyY", "н"], ["e", "KeyE", "у"], ["g", "KeyG", "п"], ["j", "KeyJ", "о"], ["c", "KeyC", "с"],
    ["f", "KeyF", "а"], ["p", "KeyP", "з"], ["[", "BracketLeft", "х"], ["d", "KeyD", "в"],
  ])("«%s» of the Latin layout writes the letter of its place", (key, code, letter) => expect(writes(key, code)).toBe(letter));
  test("n and b write what they sound like, wherever they lie", () => {
    expect(writes("n", "KeyN")).toBe("н");
    expect(writes("B", "KeyB")).toBe("б");
  });
  test("the Latin comma is «б» where an entry begins, and a comma within one", () => {
    expect(writes(",", "Comma")).toBe("б");
    expect(writes(",", "Comma", false)).toBe(",");
    expect(writes(",", "Slash")).toBe(",");
  });
  test("of a full-width digit writes the digit", () => expect(writes("５")).toBe("5"));
  test("of a back slash writes a slash", () => expect(writes("\\")).toBe("/"));
  test("of anything else writes nothing", () => {
    expect(writes("q", "KeyQ")).toBe("");
    expect(writes("Enter", "Enter")).toBe("");
    expect(writes("+", "Equal")).toBe("");
  });
  test("of a sign is known as one, a letter, digit or space is not", () => {
    expect(["+", "-", "!", "№"].map(isSign)).toEqual([true, true, true, true]);
    expect(["5", "н", " ", "Shift"].map(isSign)).toEqual([false, false, false, false]);
  });
});

describe("a spreadsheet's clipboard", () => {
  test("is read by rows and columns, whatever ends its lines", () => {
    expect(grid("5\t4\r\nн\t\r\n")).toEqual([["5", "4"], ["н", ""]]);
    expect(grid("5\r4")).toEqual([["5"], ["4"]]);
  });
  test("keeps an empty line in the midst, for it is a pupil without a mark", () => expect(grid("5\n\n4\n")).toEqual([["5"], [""], ["4"]]));
});

describe("names", () => {
  test("are the family name and an initial", () => {
    expect(shortName("Абрамова Алиса")).toBe("Абрамова А.");
    expect(nameParts("Абрамова Алиса")).toEqual(["Абрамова", "А."]);
  });
  test("of one word stay as they are", () => {
    expect(shortName("Абрамова")).toBe("Абрамова");
    expect(nameParts("Абрамова")).toEqual(["Абрамова", ""]);
  });
});

test("words have their places filled; what nobody gives stays empty", () => {
  expect(fill("{n} из {all}{more}", { n: 0, all: 25 })).toBe("0 из 25");
  expect(fill(undefined, {})).toBe("");
});

test("no two changes have one id", () => {
  const ids = Array.from({ length: 500 }, newId);
  expect(new Set(ids).size).toBe(500);
});
