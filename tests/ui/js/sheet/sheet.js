/* A sheet in memory, and its server, which answers when a test says so. */

import { Store } from "../../../../ejournal/ui/components/sheet/store.js";

const given = (name) => {
  if (!Bun.env[name]) throw new Error(`${name} is told by tests/ui/test_scripts.py: run pytest`);
  return JSON.parse(Bun.env[name]);
};

/** What may be typed on each scale, as the server sends it. */
export const grammars = given("SHEET_GRAMMARS");
/** The sheet's words in Russian. */
export const words = given("SHEET_WORDS");

/** All that was to be done at once is done. */
export const soon = async () => {
  for (let i = 0; i < 4; i += 1) await Promise.resolve();
};

/** The data of a sheet: `pupils` names each with the cells of its lessons, `terms` each with its term marks. */
export function sheetOf({ scale = "five", pupils, terms = {}, proposals = {}, lessons = {}, term = {}, ...rest } = {}) {
  const rows = Object.entries(pupils || { "Белов Тимофей": ["", ""], "Орлов Григорий": ["", ""], "Ким Юна": ["", ""] });
  const column = (_, c) => ({ id: `L${c + 1}`, day: `${c + 1}`, month: "ноябрь", title: `${c + 1} ноября, 3-й урок`, open: true, ...lessons[c] });
  return {
    key: "1:2", seq: 0, read_only: false, why: "", marks: grammars[scale].marks, grammar: grammars[scale],
    limits: { comment: 200, reason: 200 },
    columns: rows[0][1].map(column),
    term_columns: [{ id: "T2", title: "II ч.", editable: true, why: "", warning: "", ...term }],
    rows: rows.map(([name, cells], r) => ({
      id: `P${r + 1}`, name, cells: cells.join("|"), average: "",
      terms: terms[name] || [""], proposals: proposals[name] || [""],
    })),
    foot: rows[0][1].map(() => ({ average: "", absent: "" })),
    ...rest,
  };
}

/** A sheet that is open, what it sent to its server, what it told its page, and the server's answers. */
export function opened(data = {}, owner = "") {
  const store = new Store(owner);
  const sent = [];
  const told = [];
  const note = (name) => (...values) => told.push([name, ...values]);
  store.words = words;
  store.on = { put: (ops) => sent.push(ops), gap: note("gap"), rollCall: note("rollCall"), open: note("open"), selectColumn: note("selectColumn") };
  store.load(sheetOf(data));
  store.queue.restore();
  const answer = async (result = {}, batch = sent.at(-1)) => {
    const answers = batch.map((op) => ({ id: op.id, ok: true, cell: op.v, ...result }));
    store.apply({ seq: store.book.seq + 1, results: answers });
    await soon();
  };
  /** Types with the Russian layout, as a hand on the keyboard does. */
  const type = async (text) => {
    for (const key of text) store.press({ key, code: "" });
    await soon();
  };
  const at = (r, c) => {
    store.move(r, c);
  };
  const shown = () => store.book.sheet.rows.map((_, r) => store.book.columns.map((_col, c) => store.view(r, c).text));
  return { store, sent, told, answer, type, at, shown };
}
