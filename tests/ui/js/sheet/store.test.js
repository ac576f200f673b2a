/* The sheet in memory: what the eye sees, what the server says, undo, refusals, the cursor. */

import { afterEach, beforeEach, describe, expect, jest, test } from "bun:test";
import { opened, sheetOf, soon, words } from "./sheet.js";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const COLUMNS = { "Белов Тимофей": ["", "", ""], "Орлов Григорий": ["", "", ""] };

describe("a sheet that is opened", () => {
  test("has its cursor at the wanted lesson, else at today's, else at the last", () => {
    const at = (data) => opened({ pupils: COLUMNS, ...data }).store.cursor;
    expect(at({ column: "L1", lessons: { 1: { today: true } } })).toEqual({ r: 0, c: 0 });
    expect(at({ lessons: { 1: { today: true } } })).toEqual({ r: 0, c: 1 });
    expect(at({})).toEqual({ r: 0, c: 2 });
  });

  test("anew keeps the cursor and the opened cell", () => {
    const { store } = opened({ pupils: COLUMNS });
    store.openPanel(1, 1);
    store.load(sheetOf({ pupils: COLUMNS, seq: 4 }));
    expect(store.cursor).toEqual({ r: 1, c: 1 });
    expect(store.panel).toEqual({ r: 1, c: 1 });
    expect(store.book.seq).toBe(4);
  });

  test("anew with fewer pupils closes the cell of one who is gone", () => {
    const { store } = opened({ pupils: COLUMNS });
    store.openPanel(1, 1);
    store.load(sheetOf({ pupils: { "Белов Тимофей": ["", "", ""] } }));
    expect(store.panel).toBe(null);
    expect(store.cursor).toEqual({ r: 0, c: 0 });
  });

  test("of another journal begins anew, without the steps of the last one", async () => {
    const { store, type } = opened({ pupils: COLUMNS });
    await type("5");
    store.openPanel(1, 1);
    store.load(sheetOf({ pupils: COLUMNS, key: "3:2" }));
    expect(store.panel).toBe(null);
    expect(store.cursor).toEqual({ r: 0, c: 2 });
    expect(store.undo()).toBe(false);
  });
});

describe("what the server tells", () => {
  test("stands in cells, averages, term marks and below the columns", () => {
    const { store, shown } = opened({ pupils: { "Белов Тимофей": ["5", ""], "Орлов Григорий": ["", "н"] } });
    store.apply({
      seq: 1,
      cells: [{ p: "P1", c: "L2", v: "4*" }],
      rows: [{ p: "P1", average: "4,50", terms: ["5"], proposals: ["4"] }],
      foot: [{ c: "L2", average: "4,0", absent: "1" }],
    });
    expect(shown()[0]).toEqual(["5", "4", "5"]);
    expect(store.view(0, 1).comment).toBe(true);
    expect(store.book.row(0)).toMatchObject({ average: "4,50", proposals: ["4"] });
    expect(store.book.foot[1]).toMatchObject({ average: "4,0", absent: "1" });
  });

  test("about one thing leaves the others of the row", () => {
    const { store } = opened({ pupils: { "Белов Тимофей": ["5", ""] }, terms: { "Белов Тимофей": ["4"] } });
    store.apply({ seq: 1, rows: [{ p: "P1", average: "5,00" }] });
    expect(store.view(0, 2).text).toBe("4");
    store.apply({ seq: 2, rows: [{ p: "P1", terms: ["5"] }] });
    expect(store.book.row(0).average).toBe("5,00");
  });

  test("twice changes nothing the second time", () => {
    const { store } = opened();
    store.apply({ seq: 1, cells: [{ p: "P1", c: "L1", v: "5" }] });
    store.apply({ seq: 1, cells: [{ p: "P1", c: "L1", v: "2" }] });
    expect(store.view(0, 0).text).toBe("5");
  });

  test("without a number is nothing yet: the page has told nothing, and the next gap is still seen", () => {
    const { store } = opened();
    expect(store.apply({})).toBe(false);
    expect(store.apply({ seq: 2 })).toBe(true);
  });

  test("with a gap before it is taken, and the gap is said", () => {
    const { store } = opened();
    expect(store.apply({ seq: 1 })).toBe(false);
    expect(store.apply({ seq: 3, cells: [{ p: "P1", c: "L1", v: "5" }] })).toBe(true);
    expect(store.view(0, 0).text).toBe("5");
  });

  test("of pupils and lessons that are not here is passed over", () => {
    const { store, shown } = opened();
    const before = shown();
    store.apply({ seq: 1, cells: [{ p: "P9", c: "L1", v: "5" }, { p: "P1", c: "L9", v: "5" }], rows: [{ p: "P9", average: "5" }], foot: [{ c: "L9", absent: "1" }] });
    expect(shown()).toEqual(before);
  });

  test("redraws the rows it changes and no others", () => {
    const { store } = opened();
    const versions = () => ["P1", "P2", "P3"].map(store.rowVersion);
    const before = versions();
    store.apply({ seq: 1, cells: [{ p: "P2", c: "L1", v: "5" }] });
    expect(versions()).toEqual([before[0], before[1] + 1, before[2]]);
  });
});

describe("a mark", () => {
  test("stands in its cell before the server knows of it", async () => {
    const { store, at, type, answer } = opened();
    at(0, 0);
    await type("5");
    expect(store.view(0, 0)).toMatchObject({ text: "5", state: "pending" });
    await answer();
    expect(store.view(0, 0)).toMatchObject({ text: "5", state: "" });
  });

  test("that stands already is not sent", async () => {
    const { sent, at, type } = opened({ pupils: { "Белов Тимофей": ["5", ""] } });
    at(0, 0);
    await type("5");
    expect(sent).toEqual([]);
  });

  test("is sent with what the teacher saw there, without the signs of a comment", async () => {
    const { sent, at, type } = opened({ pupils: { "Белов Тимофей": ["4*", ""] } });
    at(0, 0);
    await type("5");
    expect(sent[0]).toMatchObject([{ p: "P1", c: "L1", v: "5", base: "4" }]);
  });

  test("keeps the kind of work that was chosen a moment ago and is not sent yet", async () => {
    const { store, sent } = opened();
    store.queue.setConnected(false);
    store.put([{ r: 0, c: 0, v: "5", kind: "3", slot: 1 }]);
    store.put([{ r: 0, c: 0, v: "4" }]);
    store.queue.setConnected(true);
    await soon();
    expect(sent[0]).toMatchObject([{ v: "4", kind: "3", slot: 1, base: "" }]);
  });

  test("is not written where the lesson is closed, the pupil was not yet here, or all is read only", async () => {
    const { store, sent } = opened({ pupils: { "Белов Тимофей": ["", "#"] }, lessons: { 0: { open: false, why: "Только Смирнова О. П. ведёт этот урок" } } });
    store.put([{ r: 0, c: 0, v: "5" }, { r: 0, c: 1, v: "5" }]);
    expect([store.whyClosed(0, 0), store.whyClosed(0, 1)]).toEqual(["Только Смирнова О. П. ведёт этот урок", store.words.closed]);
    const reader = opened({ read_only: true, why: "Вы читаете: журнал ведёт Смирнова О. П." });
    reader.store.put([{ r: 0, c: 0, v: "5" }]);
    expect(reader.store.whyClosed(0, 0)).toBe("Вы читаете: журнал ведёт Смирнова О. П.");
    await soon();
    expect([...sent, ...reader.sent]).toEqual([]);
  });
});

describe("a refusal", () => {
  test("stands in the cell with its reason, and Escape gives back what the server holds", async () => {
    const { store, at, type, answer } = opened({ pupils: { "Белов Тимофей": ["4", ""] } });
    at(0, 0);
    await type("5");
    await answer({ ok: false, error: "Урок ещё не начался", cell: "4" });
    expect(store.view(0, 0)).toMatchObject({ text: "5", state: "refused", error: "Урок ещё не начался" });
    expect(store.revert()).toBe(true);
    expect(store.view(0, 0)).toMatchObject({ text: "4", state: "" });
  });

  test("leaves nothing to take back", async () => {
    const { store, at, type, answer } = opened();
    at(0, 0);
    await type("5");
    await answer({ ok: false, error: "Нет", cell: "" });
    expect(store.undo()).toBe(false);
  });

  test("for want of a reason asks for one; one reason serves the whole batch", async () => {
    const { store, sent, answer } = opened();
    store.put([{ r: 0, c: 0, v: "5" }, { r: 1, c: 0, v: "4" }]);
    await soon();
    await answer({ ok: false, needs_reason: true, error: "Прошло больше трёх дней", cell: "" });
    expect(store.ask.type).toBe("reason");
    expect(store.ask.ops.map((op) => op.v)).toEqual(["5", "4"]);
    store.again(store.ask.ops, { reason: "Работа сдана позже" });
    await soon();
    expect(sent[1]).toMatchObject([{ v: "5", reason: "Работа сдана позже" }, { v: "4", reason: "Работа сдана позже" }]);
    expect(sent[1][0].id).not.toBe(sent[0][0].id);
  });

  test("for another's change asks whose is to stand, over what stands there now", async () => {
    const { store, sent, at, type, answer } = opened({ pupils: { "Белов Тимофей": ["4", ""] } });
    at(0, 0);
    await type("5");
    await answer({ ok: false, conflict: true, cell: "3", who: "Смирнова О. П." });
    expect(store.ask).toMatchObject({ type: "conflict", ops: [{ v: "5", cell: "3", who: "Смирнова О. П." }] });
    expect(store.book.textOf("P1", "L1")).toBe("3");
    store.again(store.ask.ops.map((op) => ({ ...op, base: store.book.textOf(op.p, op.c) })), { force: true });
    await soon();
    expect(sent[1]).toMatchObject([{ v: "5", base: "3", force: true }]);
    expect(Object.keys(sent[1][0])).not.toContain("conflict");
  });

  test("given up leaves what stands", async () => {
    const { store, at, type, answer } = opened({ pupils: { "Белов Тимофей": ["4", ""] } });
    at(0, 0);
    await type("5");
    await answer({ ok: false, conflict: true, cell: "3" });
    store.giveUp(store.queue.refusals()[0]);
    expect(store.view(0, 0)).toMatchObject({ text: "3", state: "" });
  });

  test("of another journal opens no question in this one", async () => {
    const { store, sent, at, type, answer } = opened();
    at(0, 0);
    await type("5");
    store.load(sheetOf({ key: "3:2" }));
    await answer({ ok: false, needs_reason: true, error: "Нет", cell: "" }, sent[0]);
    expect(store.ask).toBe(null);
  });
});

describe("one step back", () => {
  test("of what is not sent yet takes it away, and nobody hears of it", async () => {
    const { store, sent, at, type } = opened();
    store.queue.setConnected(false);
    at(0, 0);
    await type("5");
    expect(store.undo()).toBe(true);
    expect(store.view(0, 0).text).toBe("");
    store.queue.setConnected(true);
    await soon();
    expect(sent).toEqual([]);
  });

  test("of what the server has writes what stood there over what stands", async () => {
    const { store, sent, at, type, answer } = opened({ pupils: { "Белов Тимофей": ["4", ""] } });
    at(0, 0);
    await type("5");
    await answer();
    store.undo();
    await soon();
    expect(sent[1]).toMatchObject([{ p: "P1", c: "L1", v: "4", base: "5" }]);
    await answer();
    expect(store.undo()).toBe(false);
  });

  test("takes many cells back that were set at once", async () => {
    const { store, shown, answer } = opened({ terms: {} });
    store.put([{ r: 0, c: 0, v: "5" }, { r: 1, c: 0, v: "5" }, { r: 2, c: 0, v: "5" }]);
    await soon();
    await answer();
    store.undo();
    expect(shown().map((row) => row[0])).toEqual(["", "", ""]);
  });

  test("goes back through the last fifty", async () => {
    const { store, answer } = opened();
    for (let i = 0; i < 55; i += 1) {
      store.put([{ r: 0, c: 0, v: i % 2 ? "4" : "5" }]);
      await soon();
      await answer();
    }
    let steps = 0;
    while (store.undo()) steps += 1;
    expect(steps).toBe(50);
  });

  test("goes over an entry that was written over before it was sent", async () => {
    const { store, at, type } = opened();
    store.queue.setConnected(false);
    at(0, 0);
    store.put([{ r: 0, c: 0, v: "5" }]);
    store.put([{ r: 0, c: 0, v: "4" }]);
    at(1, 0);
    await type("3");
    store.undo();
    store.undo();
    expect(store.view(0, 0).text).toBe("");
    expect(store.undo()).toBe(false);
  });
});

describe("Escape", () => {
  test("over a mark that is on its way sends what stood there", async () => {
    const { store, sent, at, type, answer } = opened({ pupils: { "Белов Тимофей": ["4", ""] } });
    at(0, 0);
    await type("5");
    store.endDraft();
    store.revert();
    expect(store.view(0, 0).text).toBe("4");
    await answer();
    expect(sent[1]).toMatchObject([{ v: "4", base: "5" }]);
  });

  test("over a cell with nothing to go back from is left to the page", () => {
    const { store, at } = opened();
    at(0, 0);
    expect(store.revert()).toBe(false);
  });
});

describe("the cursor", () => {
  test("stays within the sheet", () => {
    const { store } = opened();
    store.move(-3, 99);
    expect(store.cursor).toEqual({ r: 0, c: 2 });
    store.move(99, -1);
    expect(store.cursor).toEqual({ r: 2, c: 0 });
  });

  test("goes from pupil to pupil past those who were not here then", () => {
    const { store } = opened({ pupils: { "А А": [""], "Б Б": ["#"], "В В": [""], "Г Г": ["#"] } });
    expect([store.book.nextRow(0, 0, 1), store.book.nextRow(2, 0, 1), store.book.nextRow(2, 0, -1), store.book.nextRow(0, 0, -1)]).toEqual([2, -1, 0, -1]);
  });

  test("redraws the row it leaves and the row it comes to", () => {
    const { store } = opened();
    store.move(0, 0);
    const before = ["P1", "P2", "P3"].map(store.rowVersion);
    store.move(2, 0);
    expect(["P1", "P2", "P3"].map(store.rowVersion)).toEqual([before[0] + 1, before[1], before[2] + 1]);
  });
});

describe("words", () => {
  test("say which keys write something here", async () => {
    const { store, at, type } = opened({ scale: "five" });
    at(0, 0);
    await type("ж");
    expect(store.note.text).toContain("2–5, н, б, у, п, о, с");
    at(0, 2);
    await type("ж");
    expect(store.note.text).toContain("2–5, а, с");
    const pass = opened({ scale: "pass" });
    pass.at(0, 0);
    await pass.type("ж");
    expect(pass.store.note.text).toContain("з, х, н, б, у, п, о, с");
  });

  test("say why the roll of a lesson is not called", () => {
    const { store } = opened({ lessons: { 0: { future: true } } });
    store.openRoll(0);
    expect(store.roll).toBe(null);
    expect(store.note.text).toBe(words.no_roll);
    store.openRoll(1);
    expect(store.roll).toEqual({ c: 1 });
  });
});
