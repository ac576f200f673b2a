/* What changes many cells: who gets what and who not, said before, counted after, taken back as one. */

import { entryOf } from "./grammar.js";
import { grid, parts } from "./model.js";

/** The cells of a column that `valueOf(text, r)` gives a value, and whom it gives {why} instead. */
function columnPlan(store, c, valueOf) {
  const items = [];
  const skipped = [];
  store.book.sheet.rows.forEach((row, r) => {
    const given = store.book.cell(r, c).closed ? { why: store.words.closed } : valueOf(store.view(r, c).text, r);
    if (typeof given === "string") items.push({ r, c, v: given, name: row.name });
    else if (given) skipped.push({ name: row.name, why: given.why });
  });
  return { items, skipped };
}

const stands = (store, text) => ({ why: `${store.words.already} ${text}` });

/** Everybody without an entry gets the mark. */
export function planFill(store, c, mark) {
  const exempt = { why: store.words.exempt };
  const valueOf = (text, r) => (text ? stands(store, text) : store.book.sheet.rows[r].exempt ? exempt : mark);
  return { title: "ask_fill", values: { mark }, ...columnPlan(store, c, valueOf) };
}

/** The marks alone, where an absence or a late coming stands. */
function present(text) {
  const { absence, late, marks } = parts(text);
  return late || (absence && absence !== "осв") ? marks : null;
}

/** Absences and late comings of a lesson are taken away. */
export function planPresent(store, c) {
  return { title: "ask_present", values: {}, roll: true, ...columnPlan(store, c, present) };
}

/** The proposed term marks are set where none stands. */
export function planAccept(store, c) {
  const valueOf = (text, r) => (text ? stands(store, text) : store.book.proposal(r, c) || { why: store.words.no_proposal });
  return { title: "ask_accept", values: {}, warning: store.book.columns[c].warning, ...columnPlan(store, c, valueOf) };
}

const HEADS = /^(?:№|n|фио|ф\.и\.о\.?|фамилия.*|ученик.*|отметк.*|оценк.*|name|pupil|mark|grade)$/iu;

const plain = (name) => name.toLowerCase().replace(/ё/g, "е").replace(/[.,\s]+/g, " ").trim();

/** The one pupil of a name as lists write it: «Белов Тимофей», «Белов Т.», «Белов»; -1 for none or several. */
function rowOf(store, name) {
  const [family, given = ""] = plain(name).split(" ");
  const found = store.book.sheet.rows.flatMap((row, r) => {
    const [itsFamily, itsGiven = ""] = plain(row.name).split(" ");
    return itsFamily === family && itsGiven.startsWith(given) ? [r] : [];
  });
  return found.length === 1 ? found[0] : -1;
}

/** Lines that begin with a pupil's name go to that pupil, whatever the order; null when they hold no names. */
function namesOf(store, lines) {
  const full = lines.filter((values) => values.some((value) => value.trim()));
  const at = full.length && full.every((values) => /^\d+\.?$/.test(values[0].trim()) && values.length > 2) ? 1 : 0;
  const isName = (values) => /^\p{L}{2,}[\s\p{L}.-]*$/u.test((values[at] || "").trim());
  if (!full.some((values) => values.length > at + 1 && rowOf(store, values[at]) >= 0) || !full.every(isName)) return null;
  const names = lines.map((values) => (values[at] || "").trim());
  return { names, rows: names.map((name) => (name ? rowOf(store, name) : -1)), lines: lines.map((values) => values.slice(at + 1)) };
}

/** A pasted rectangle from the cursor on: what goes where, and every value that goes nowhere, with its reason. */
export function planPaste(store, text) {
  const { words } = store;
  const { sheet, columns } = store.book;
  const from = store.cursor;
  const items = [];
  const skipped = [];
  let empty = 0;
  let lines = grid(text);
  while (lines.length && lines[0].every((value) => !value.trim() || HEADS.test(value.trim()))) {
    const head = lines.shift().map((value) => value.trim()).filter(Boolean);
    if (head.length) skipped.push({ name: words.paste_head, value: head.join(" · "), why: "" });
    else empty += 1;
  }
  const named = namesOf(store, lines);
  if (named) lines = named.lines;
  lines.forEach((values, dr) => {
    if (values.every((value) => !value.trim())) empty += 1;
    values.forEach((raw, dc) => {
      const value = raw.trim();
      const [r, c] = [named ? named.rows[dr] : from.r + dr, from.c + dc];
      const [row, col] = [sheet.rows[r], columns[c]];
      if (!value) return;
      const about = { name: row?.name || "", day: (col?.title || "").split(",")[0], value };
      if (!row && named) skipped.push({ ...about, name: named.names[dr], why: words.paste_stranger });
      else if (!row) skipped.push({ ...about, why: words.paste_below, line: dr + 1 });
      else if (!col) skipped.push({ ...about, why: words.paste_beside });
      else {
        const entry = entryOf(value, sheet.grammar, col.term);
        const why = store.whyClosed(r, c) || (!entry.no && store.whyAhead(col, entry)) ||
          ((entry.no || entry.v === "") && store.refusal(entry.no || "unknown", value));
        if (why) skipped.push({ ...about, why });
        else items.push({ r, c, v: entry.v, ...about });
      }
    });
  });
  return { title: "pasted", values: {}, items, skipped, empty };
}

/** A batch that was set: what became of each of its changes, by id. */
export class Batch {
  constructor({ title, values, items, skipped, empty = 0 }, ops) {
    const places = new Map(items.map((item) => [`${item.r}|${item.c}`, item]));
    Object.assign(this, { title, values, skipped, empty, refused: [], undone: false });
    this.ids = new Set(ops.map((op) => op.id));
    this.names = new Map(ops.map((op) => [op.id, places.get(op.place)]));
    this.same = items.length - ops.length; // these stood there already
    this.waiting = new Set(this.ids);
    this.set = 0;
  }

  /** An answer of the server; a change sent again is known by its first id. */
  settle(id, result) {
    if (!this.ids.has(id)) return;
    this.waiting.delete(id);
    this.refused = this.refused.filter((one) => one.id !== id);
    if (!result.ok) {
      const { name, day, v } = this.names.get(id) || {};
      this.refused.push({ id, name, day, value: v, why: result.error });
    }
    this.count();
  }
  /** A refused change that its writer gave up. */
  giveUp(id) {
    this.waiting.delete(id);
  }
  count() {
    this.set = this.ids.size - this.waiting.size - this.refused.length;
  }
}
