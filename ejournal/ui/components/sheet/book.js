/* What the server has told: pupils and columns, the cells that stand, averages and term marks, the feet. */

import { read } from "./model.js";

const BETWEEN_CELLS = "|";

/** Where the cursor begins: at the wanted lesson, else at today's, else at the last. */
export function beginning({ columns, column }) {
  const wanted = columns.findIndex((col) => col.id === column);
  const today = columns.findIndex((col) => col.today);
  if (wanted >= 0) return wanted;
  return Math.max(0, today >= 0 ? today : columns.length - 1);
}

export class Book {
  /** `changed` is told of each row that is to be drawn anew by its pupil's id, of anything else by null. */
  constructor(changed) {
    this.changed = changed;
    this.footVersion = 0;
  }

  /** A whole sheet; true when it is another journal than before. */
  load(sheet) {
    const moved = this.sheet?.key !== sheet.key;
    this.sheet = sheet;
    this.columns = [...sheet.columns, ...sheet.term_columns.map((t) => ({ ...t, term: true, open: t.editable }))];
    this.at = new Map(this.columns.map((col, c) => [col.id, c]));
    const cells = (row) => (sheet.columns.length ? row.cells.split(BETWEEN_CELLS) : []);
    this.rows = new Map(sheet.rows.map((row) => [row.id, { ...row, cells: [...cells(row), ...row.terms] }]));
    this.foot = sheet.foot.map((f) => ({ ...f }));
    this.seq = sheet.seq;
    return moved;
  }

  /** What has changed since; true when something before it never came. What is known already is passed over. */
  apply({ seq, cells = [], rows = [], foot = [] }) {
    if (!(seq > this.seq)) return false; // nor is there anything in one without a number: the page has none yet
    const gap = seq > this.seq + 1;
    this.seq = seq;
    for (const { p, c, v } of cells) this.set(p, c, v);
    for (const change of rows) this.setRow(change);
    if (foot.length) this.footVersion += 1;
    for (const change of foot) {
      const sum = this.foot[this.at.get(change.c)];
      if (sum) Object.assign(sum, change);
    }
    this.changed(null);
    return gap;
  }
  set(p, c, v) {
    const row = this.rows.get(p);
    const place = this.at.get(c);
    if (!row || place === undefined || v === undefined) return;
    row.cells[place] = v;
    this.changed(p);
  }
  setRow({ p, average, terms, proposals }) {
    const row = this.rows.get(p);
    if (!row) return;
    if (average !== undefined) row.average = average;
    if (proposals) row.proposals = proposals;
    if (terms) row.cells.splice(this.sheet.columns.length, terms.length, ...terms);
    this.changed(p);
  }

  holds(place) {
    return place.r < this.sheet.rows.length && place.c < this.columns.length;
  }
  row(r) {
    return this.rows.get(this.sheet.rows[r].id);
  }
  cell(r, c) {
    return read(this.row(r).cells[c]);
  }
  textOf(p, c) {
    return read(this.rows.get(p)?.cells[this.at.get(c)]).text;
  }
  placeOf(p, c) {
    return [this.sheet.rows.findIndex((row) => row.id === p), this.at.get(c)];
  }
  /** What the rule proposes for a term's cell; empty without one. */
  proposal(r, c) {
    return this.row(r).proposals?.[c - this.sheet.columns.length] || "";
  }
  /** The nearest pupil below (or above) whose cell in this column is not closed; -1 when there is none. */
  nextRow(r, c, step) {
    for (let i = r + step; i >= 0 && i < this.sheet.rows.length; i += step) {
      if (!this.cell(i, c).closed) return i;
    }
    return -1;
  }
}
