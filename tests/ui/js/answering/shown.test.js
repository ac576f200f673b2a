/* What a survey shows on the way: screens, what stands in the way of an answer, options in an order that stays. */

import { describe, expect, test } from "bun:test";
import { arranged, asRead, faultOf, isAnswered, moved, numberOf, screensOf, shownOf } from "../../../../ejournal/ui/components/answering/shown.js";

const ask = (id, more = {}) => ({ id, kind: "yes_no", options: [], required: false, ...more });

describe("screens", () => {
  test("hold a question each, with the headings before it", () => {
    const shown = [ask(1, { kind: "section" }), ask(2), ask(3), ask(4, { kind: "section" }), ask(5)];
    expect(screensOf(shown).map((one) => [one.heads.map((head) => head.id), one.question.id])).toEqual([[[1], 2], [[], 3], [[4], 5]]);
  });
  test("of what is not asked are not there, nor of what hangs on it", () => {
    const rules = [{ of: 2, on: 1, kind: "no", options: [], number: null }, { of: 3, on: 2, kind: "has_not", options: [7], number: null }];
    expect(shownOf([ask(1), ask(2), ask(3)], rules, { 1: true }).map((one) => one.id)).toEqual([1]);
    expect(shownOf([ask(1), ask(2), ask(3)], rules, { 1: false }).map((one) => one.id)).toEqual([1, 2, 3]);
  });
});

describe("an answer", () => {
  test("that is required is missed, and no other", () => {
    expect(faultOf(ask(1), undefined)).toBe(null);
    expect(faultOf(ask(1, { required: true }), undefined)).toEqual({ name: "required" });
    expect(faultOf(ask(1, { required: true }), false)).toBe(null);
  });
  test("of too few or too many is told by the hint", () => {
    const one = ask(1, { kind: "several", least: 2, most: 3, hint: "От двух до трёх" });
    expect(faultOf(one, { options: [1] })).toEqual({ words: "От двух до трёх" });
    expect(faultOf(one, { options: [1], other: "и" })).toBe(null);
    expect(faultOf(one, { options: [1, 2, 3, 4] })).toEqual({ words: "От двух до трёх" });
  });
  test("too long is not cut, the letters past the limit are counted", () => {
    expect(faultOf(ask(1, { kind: "short_text", limit: 3 }), " длинно ")).toEqual({ name: "too_long", n: 3, limit: 3 });
    expect(faultOf(ask(1, { kind: "short_text", limit: 3 }), "😀😀😀")).toBe(null);
  });
  test("to a table wants each line where it is required", () => {
    const one = ask(1, { kind: "matrix", required: true, options: [{ id: 4 }, { id: 5 }] });
    expect(faultOf(one, { 4: 1 })).toEqual({ name: "line" });
    expect(faultOf(one, { 4: 1, 5: 2 })).toBe(null);
  });
  test("is there when anything is", () => {
    expect([undefined, null, "", " ", [], { options: [] }].map((one) => isAnswered(ask(1), one))).toEqual([false, false, false, false, false, false]);
    expect([false, 0, "а", [1], { options: [1] }, { options: [], other: "б" }].map((one) => isAnswered(ask(1), one))).toEqual([true, true, true, true, true, true]);
  });
});

test("numbers are read as people write them", () => {
  expect(["3,5", "1 000", "\u22127", "семь", "1.2.3", ""].map(numberOf)).toEqual([3.5, 1000, -7, null, null, null]);
  expect(asRead([ask(1, { kind: "number" })], { 1: "12" })).toEqual({ 1: 12 });
});

test("a drawn order is the same each time, and another for another seat", () => {
  const one = ask(9, { shuffled: true, options: Array.from({ length: 12 }, (_, id) => ({ id })) });
  const order = (seat) => arranged(one, seat).map((option) => option.id);
  expect(order(5)).toEqual(order(5));
  expect(order(5)).not.toEqual(order(6));
  expect(order(5).toSorted((a, b) => a - b)).toEqual(one.options.map((option) => option.id));
  expect(arranged({ ...one, shuffled: false }, 5)).toBe(one.options);
});

test("what is moved stands in its new place", () => {
  expect(moved([1, 2, 3, 4], 0, 2)).toEqual([2, 3, 1, 4]);
  expect(moved([1, 2, 3, 4], 3, 0)).toEqual([4, 1, 2, 3]);
});
