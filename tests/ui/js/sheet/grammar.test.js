/* Whether an entry may still grow; what it means when it has ended is held against the server (test_sheet_entries.py). */

import { describe, expect, test } from "bun:test";
import { canGrow, entryOf, isOpen } from "../../../../ejournal/ui/components/sheet/grammar.js";
import { grammars } from "./sheet.js";

const grows = (scale, text, term = false) => canGrow(text, grammars[scale], term);

describe("an entry that may still grow waits for the next key", () => {
  test.each([
    ["ten", "1", true], // 10
    ["ten", "2", false],
    ["ten", "10", false],
    ["five", "5", false],
    ["five", "1", false],
    ["hundred", "8", true], // 87
    ["hundred", "10", true], // 100
    ["hundred", "100", false],
    ["five", "5/4", false],
    ["ten", "9/1", true], // 9/10
    ["ten", "9/8/1", false], // there is no third mark
    ["pass", "з", true], // зач
    ["five", "о", true], // осв, оп
    ["five", "ос", true],
    ["five", "осв", false],
    ["five", "оп 1", true], // оп 10
    ["five", "оп 5", false],
    ["five", "", false],
  ])("%s: «%s» %p", (scale, text, wanted) => expect(grows(scale, text)).toBe(wanted));

  test("in a term there are no minutes and no absences to grow into", () => {
    expect(grows("five", "оп 1", true)).toBe(false);
    expect(grows("five", "ос", true)).toBe(true);
    expect(grows("five", "у", true)).toBe(false);
  });
});

test("an entry is open behind what separates two marks", () => {
  expect(["5/", "5 ", "5,", "5;", "5|"].map(isOpen)).toEqual([true, true, true, true, true]);
  expect(["5", "н", ""].map(isOpen)).toEqual([false, false, false]);
});

test("a word that every object knows is no mark", () => {
  expect(entryOf("constructor", grammars.five, false)).toEqual({ no: "unknown" });
  expect(entryOf("toString", grammars.five, true)).toEqual({ no: "unknown" });
});
