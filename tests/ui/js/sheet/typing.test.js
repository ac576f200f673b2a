/* An entry as it grows under the fingers: what is shown, what is sent and when, what is said. */

import { afterEach, beforeEach, describe, expect, jest, test } from "bun:test";
import { opened, soon, words } from "./sheet.js";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A sheet with the cursor in its first cell. */
function typedInto(cell, scale = "five", more = {}) {
  const sheet = opened({ scale, pupils: { "Белов Тимофей": [cell, ""], "Орлов Григорий": ["", ""] }, ...more });
  sheet.at(0, 0);
  return sheet;
}
const values = (sent) => sent.flat().map((op) => op.v);

describe("an entry that cannot grow", () => {
  test("is sent with its key", async () => {
    const { sent, type } = typedInto("");
    await type("5");
    expect(values(sent)).toEqual(["5"]);
  });
});

describe("an entry that may grow", () => {
  test("is shown at once and sent after a pause of two seconds", async () => {
    const { store, sent, type } = typedInto("", "ten");
    await type("1");
    expect(store.view(0, 0).text).toBe("1");
    jest.advanceTimersByTime(1999);
    await soon();
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(1);
    await soon();
    expect(values(sent)).toEqual(["1"]);
  });

  test("waits anew with each key", async () => {
    const { sent, type } = typedInto("", "hundred");
    await type("8");
    jest.advanceTimersByTime(1500);
    await type("7");
    jest.advanceTimersByTime(1500);
    await soon();
    expect(values(sent)).toEqual(["87"]);
  });

  test("is sent by a move, without a pause", async () => {
    const { sent, at, type } = typedInto("", "ten");
    await type("1");
    at(1, 0);
    await soon();
    expect(values(sent)).toEqual(["1"]);
  });

  test("is never two entries: 1 and 0 are a ten", async () => {
    const { sent, type } = typedInto("", "ten");
    await type("10");
    expect(values(sent)).toEqual(["10"]);
  });
});

describe("an entry that means nothing", () => {
  test("is shown as typed, with the reason, and is not sent", async () => {
    const { store, sent, answer, type } = typedInto("4");
    await type("5");
    await answer();
    await type("4");
    expect(store.view(0, 0)).toMatchObject({ text: "54", state: "refused" });
    expect(store.note.text).toContain("54");
    expect(sent.length).toBe(2);
    expect(sent[1]).toMatchObject([{ v: "4", base: "5" }]); // what stood there before it was typed into
  });

  test("when it ends leaves what stood there, and says whose cell it is", async () => {
    const { store, at, type } = typedInto("4");
    await type("87");
    at(1, 0);
    expect(store.view(0, 0)).toMatchObject({ text: "4" });
    expect(store.note).toMatchObject({ warning: true });
    expect(store.note.text).toContain("Белов Тимофей");
  });

  test("of a letter alone is not begun at all", async () => {
    const { store, sent, type } = typedInto("4");
    await type("ж");
    expect(store.typing.begins()).toBe(true);
    expect(store.view(0, 0).text).toBe("4");
    expect(sent).toEqual([]);
  });
});

describe("a key behind a mark that stands", () => {
  test("that separates two marks adds the second one", async () => {
    const { store, sent, type } = typedInto("5");
    await type("/4");
    expect(store.view(0, 0).text).toBe("5/4");
    expect(values(sent)).toEqual(["5/4"]);
  });
  test("of a term adds none", async () => {
    const { store, sent, at, type } = typedInto("", "five", { terms: { "Белов Тимофей": ["5"] } });
    at(0, 2);
    await type("/");
    expect(store.typing.begins()).toBe(true);
    expect(sent).toEqual([]);
    expect(store.note.warning).toBe(true);
  });
  test("where two marks stand adds none", async () => {
    const { store, type } = typedInto("5/4");
    await type("/");
    expect(store.typing.begins()).toBe(true);
  });
});

describe("Backspace", () => {
  test("takes the last letter of the entry", async () => {
    const { store, type } = typedInto("", "hundred");
    await type("87");
    store.typing.back();
    expect(store.view(0, 0).text).toBe("8");
  });
  test("over the only letter empties the cell", async () => {
    const { store, sent, type, answer } = typedInto("4");
    await type("5");
    await answer();
    store.typing.back();
    await soon();
    expect(store.view(0, 0).text).toBe("");
    expect(values(sent)).toEqual(["5", ""]);
  });
});

describe("Escape", () => {
  test("is as if nothing had been typed", async () => {
    const { store, sent, type } = typedInto("4", "ten");
    await type("1");
    expect(store.revert()).toBe(true);
    jest.advanceTimersByTime(5000);
    await soon();
    expect(store.view(0, 0)).toMatchObject({ text: "4", state: "" });
    expect(sent).toEqual([]);
    expect(store.undo()).toBe(false);
  });
});

describe("a lesson to come", () => {
  const ahead = { lessons: { 0: { future: true } } };
  test("takes an absence", async () => {
    const { sent, type } = typedInto("", "five", ahead);
    await type("н");
    jest.advanceTimersByTime(2000);
    await soon();
    expect(values(sent)).toEqual(["н"]);
  });
  test("takes no mark and no late coming, and says why", async () => {
    const { store, sent, type } = typedInto("", "five", ahead);
    await type("5");
    expect(store.note.text).toBe(words.ahead);
    store.revert();
    await type("о");
    jest.advanceTimersByTime(2000);
    await soon();
    expect(store.note.text).toContain(words.ahead);
    expect(store.view(0, 0).text).toBe("");
    expect(sent).toEqual([]);
  });
});

test("nothing is typed into a closed cell, and the reason is said", async () => {
  const { store, sent, type } = typedInto("", "five", { lessons: { 0: { open: false, why: "Этот урок отменён" } } });
  await type("5");
  expect(store.note).toEqual({ text: "Этот урок отменён", warning: true });
  expect(sent).toEqual([]);
});
