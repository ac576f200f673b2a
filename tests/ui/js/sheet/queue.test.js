/* Nothing that was written is lost: what waits, what is in flight, what was refused, what a crash leaves behind. */

import { afterEach, beforeEach, describe, expect, jest, test } from "bun:test";
import { Queue, Shelf } from "../../../../ejournal/ui/components/sheet/queue.js";
import { soon } from "./sheet.js";
import { storage } from "../storage.js";

let kept;
beforeEach(() => {
  jest.useFakeTimers();
  kept = new Map();
  globalThis.window = { localStorage: storage(kept), sessionStorage: storage() };
});
afterEach(() => {
  jest.useRealTimers();
  delete globalThis.window;
});

/** A queue of the journal «1:2» with what it sent; the server confirms the text that was sent. */
function queueOf(owner = "7") {
  const sent = [];
  const shelf = new Shelf(owner);
  const queue = new Queue({ shelf, send: (ops) => sent.push(ops), answered: (op, result) => (result.ok ? op.v : op.base), changed: () => {} });
  queue.setKey("1:2");
  return { queue, sent, shelf };
}

let last = 0;
const change = (p, v, more = {}) => ({ id: `op${(last += 1)}`, p, c: "L1", v, base: "", ...more });
const ids = (batch) => batch.map((op) => op.id);
const yes = (batch) => batch.map((op) => ({ id: op.id, ok: true }));

describe("sending", () => {
  test("what is written at once goes in one batch", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5"), change("P2", "4")]);
    queue.put([change("P3", "3")]);
    expect(sent).toEqual([]);
    await soon();
    expect(sent.map((batch) => batch.map((op) => op.v))).toEqual([["5", "4", "3"]]);
  });

  test("the server sees what was written, not what the sheet keeps beside it", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5", { kind: "3", slot: 1, comment: "Доска", before: "4", place: "0|0", hold: false })]);
    await soon();
    expect(Object.keys(sent[0][0]).toSorted()).toEqual(["base", "c", "comment", "id", "kind", "p", "slot", "v"]);
  });

  test("one batch is in flight at a time; what is written meanwhile goes after its answer", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    queue.put([change("P2", "4")]);
    queue.put([change("P1", "3")]);
    await soon();
    expect(sent.length).toBe(1);
    queue.settle(yes(sent[0]));
    expect(sent[1].map(({ p, v, base }) => [p, v, base])).toEqual([["P1", "3", "5"], ["P2", "4", ""]]);
  });

  test("of two entries into a cell before they are sent only the last one goes", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    queue.put([change("P1", "4")]);
    await soon();
    expect(sent[0].map((op) => op.v)).toEqual(["4"]);
    expect(kept.size).toBe(1);
  });

  test("two hundred go at once, the rest after them", async () => {
    const { queue, sent } = queueOf();
    queue.put(Array.from({ length: 201 }, (_, i) => change(`P${i}`, "5")));
    await soon();
    expect(sent[0].length).toBe(200);
    queue.settle(yes(sent[0]));
    expect(sent[1].length).toBe(1);
  });

  test("an entry that may still grow is not sent before it is released", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "1", { hold: true })]);
    await soon();
    expect(sent).toEqual([]);
    queue.release("P1", "L1");
    await soon();
    expect(sent[0].map((op) => op.v)).toEqual(["1"]);
  });
});

describe("no answer", () => {
  test("for five seconds: the same ids come again", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5"), change("P2", "4")]);
    await soon();
    jest.advanceTimersByTime(4999);
    expect(sent.length).toBe(1);
    jest.advanceTimersByTime(1);
    expect(sent.map(ids)).toEqual([ids(sent[0]), ids(sent[0])]);
  });

  test("again and again: the pauses grow to half a minute and no further", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    const pauses = [];
    for (let i = 0; i < 7; i += 1) {
      const before = Date.now();
      const had = sent.length;
      while (sent.length === had) jest.advanceTimersByTime(100);
      pauses.push(Date.now() - before);
    }
    expect(pauses).toEqual([5000, 8000, 12_800, 20_500, 30_000, 30_000, 30_000]);
    expect(new Set(sent.map((batch) => batch[0].id)).size).toBe(1);
  });

  test("an answer ends the asking", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    queue.settle(yes(sent[0]));
    jest.advanceTimersByTime(120_000);
    expect(sent.length).toBe(1);
    expect(queue.counts()).toEqual({ waiting: 0, elsewhere: 0 });
  });

  test("a sheet that is gone asks no more, and its changes stay on the shelf", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    queue.stop();
    jest.advanceTimersByTime(120_000);
    expect(sent.length).toBe(1);
    expect(kept.size).toBe(1);
  });
});

describe("without a connection", () => {
  test("nothing is sent, and all of it when the connection is back", async () => {
    const { queue, sent } = queueOf();
    queue.setConnected(false);
    queue.put([change("P1", "5"), change("P2", "4")]);
    await soon();
    jest.advanceTimersByTime(60_000);
    expect(sent).toEqual([]);
    expect(queue.counts().waiting).toBe(2);
    expect(queue.setConnected(true)).toBe(true);
    expect(sent.map((batch) => batch.map((op) => op.v))).toEqual([["5", "4"]]);
  });

  test("what was in flight is asked again by the same id, once it is back", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    queue.setConnected(false);
    jest.advanceTimersByTime(60_000);
    expect(sent.length).toBe(1);
    queue.setConnected(true);
    expect(ids(sent[1])).toEqual(ids(sent[0]));
    expect(queue.tries).toBe(0);
  });

  test("only its coming back is news", () => {
    const { queue } = queueOf();
    expect(queue.setConnected(true)).toBe(false);
    expect(queue.setConnected(false)).toBe(false);
    expect(queue.setConnected(true)).toBe(true);
  });
});

describe("an answer", () => {
  test("that accepts takes the change off the shelf", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    expect(kept.size).toBe(1);
    queue.settle(yes(sent[0]));
    expect(kept.size).toBe(0);
  });

  test("that refuses is kept with its reason until something else is written there", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    queue.settle([{ id: sent[0][0].id, ok: false, error: "Урок ещё не начался" }]);
    expect(queue.refusals().map((op) => [op.p, op.v, op.error])).toEqual([["P1", "5", "Урок ещё не начался"]]);
    expect(queue.counts().waiting).toBe(0);
    queue.put([change("P1", "н")]);
    expect(queue.refusals()).toEqual([]);
    expect(kept.size).toBe(1);
  });

  test("that refuses what has been written over since is not shown", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    queue.put([change("P1", "4")]);
    queue.settle([{ id: sent[0][0].id, ok: false, error: "Урок ещё не начался" }]);
    expect(queue.refusals()).toEqual([]);
    expect(sent[1].map((op) => op.v)).toEqual(["4"]);
  });

  test("of a change that nobody waits for is passed over, and a second answer too", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    queue.settle([{ id: "another's", ok: false, error: "Нет" }]);
    expect(queue.counts().waiting).toBe(1);
    queue.settle(yes(sent[0]));
    queue.settle([{ id: sent[0][0].id, ok: false, error: "Нет" }]);
    expect(queue.refusals()).toEqual([]);
  });

  test("to a part of the batch leaves the rest in flight", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5"), change("P2", "4")]);
    await soon();
    queue.settle([{ id: sent[0][0].id, ok: true }]);
    expect(queue.counts().waiting).toBe(1);
    jest.advanceTimersByTime(5000);
    expect(ids(sent[1])).toEqual([sent[0][1].id]);
  });
});

describe("another journal", () => {
  test("is not sent what was written into this one; it goes when this one is opened again", async () => {
    const { queue, sent } = queueOf();
    queue.setConnected(false);
    queue.put([change("P1", "5")]);
    queue.setKey("3:2");
    queue.setConnected(true);
    await soon();
    expect(sent).toEqual([]);
    expect(queue.counts()).toEqual({ waiting: 0, elsewhere: 1 });
    queue.setKey("1:2");
    await soon();
    expect(sent[0].map((op) => op.v)).toEqual(["5"]);
  });

  test("is opened while a batch is in flight: its late answer is still taken", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    queue.setKey("3:2");
    jest.advanceTimersByTime(5000);
    expect(sent.length).toBe(1);
    expect(queue.counts()).toEqual({ waiting: 0, elsewhere: 1 });
    queue.settle(yes(sent[0]));
    expect(queue.counts()).toEqual({ waiting: 0, elsewhere: 0 });
    expect(kept.size).toBe(0);
  });

  test("does not show the refusals of this one", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5")]);
    await soon();
    queue.settle([{ id: sent[0][0].id, ok: false, error: "Нет" }]);
    queue.setKey("3:2");
    expect(queue.refusals()).toEqual([]);
  });
});

describe("the shelf", () => {
  test("gives back after a crash what was not confirmed, by the same ids and in the order of writing", async () => {
    const before = queueOf();
    before.queue.put([change("P2", "4")]);
    jest.advanceTimersByTime(10);
    before.queue.put([change("P1", "1", { hold: true })]);
    await soon();
    before.queue.stop();
    const { queue, sent } = queueOf();
    queue.restore();
    queue.later();
    await soon();
    expect(sent[0].map((op) => [op.p, op.v])).toEqual([["P2", "4"], ["P1", "1"]]);
    expect(sent[0][0].id).toBe(before.sent[0][0].id);
  });

  test("is the account's: nobody else's changes are sent", async () => {
    queueOf("7").queue.put([change("P1", "5")]);
    const { queue, sent } = queueOf("8");
    queue.restore();
    queue.later();
    await soon();
    expect(sent).toEqual([]);
  });

  test("of whoever has no account lasts as long as the tab", () => {
    queueOf("").queue.put([change("P1", "5")]);
    expect(kept.size).toBe(0);
    expect(Object.keys(window.sessionStorage).length).toBe(1);
  });

  test("of two tabs keeps the changes of both", () => {
    queueOf().queue.put([change("P1", "5")]);
    queueOf().queue.put([change("P1", "4")]);
    expect(new Shelf("7").all().map((op) => op.v).toSorted()).toEqual(["4", "5"]);
  });

  test("passes over what cannot be read", () => {
    const { shelf } = queueOf();
    shelf.keep({ id: "a", p: "P1", c: "L1", v: "5", at: 1 });
    kept.set("ejournal.sheet:7:b", "{");
    expect(shelf.all().map((op) => op.id)).toEqual(["a"]);
  });

  test("that is switched off or full stops no mark", async () => {
    const no = () => {
      throw new Error("switched off");
    };
    globalThis.window = { get localStorage() { return no(); } };
    const off = queueOf();
    off.queue.put([change("P1", "5")]);
    await soon();
    expect(off.sent[0].map((op) => op.v)).toEqual(["5"]);
    globalThis.window = { localStorage: { setItem: no, removeItem: () => {} } };
    const full = queueOf();
    full.queue.put([change("P1", "4")]);
    await soon();
    expect(full.sent[0].map((op) => op.v)).toEqual(["4"]);
  });

  test("forgets a change that its writer gives up", async () => {
    const { queue, sent } = queueOf();
    queue.put([change("P1", "5", { hold: true })]);
    expect(queue.drop("P1", "L1")).toBe(true);
    expect(queue.drop("P1", "L1")).toBe(false);
    expect(kept.size).toBe(0);
    queue.later();
    await soon();
    expect(sent).toEqual([]);
  });
});
