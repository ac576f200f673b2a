/* The sheet in the browser's memory: confirmed cells, what is typed over them, the cursor, undo. */

import { complete, grid, growable, newId, parts, read, tidy, typed } from "./model.js";
import { Queue, Shelf } from "./queue.js";

const UNDO_DEPTH = 50;
const HOLD = 900; // ms that «1» waits for the «0» of «10»

export class Store {
  constructor(owner) {
    this.listeners = new Set();
    this.versions = new Map();
    this.global = 0;
    this.footVersion = 0;
    this.cursor = { r: 0, c: 0 };
    this.draft = null;
    this.panel = null; // {r, c} of the opened cell
    this.roll = null; // {c} while the roll is called
    this.ask = null; // {type: "reason" | "conflict", ops}
    this.note = null; // {text, values, lines}
    this.undoStack = [];
    this.seq = -1;
    this.on = {};
    this.queue = new Queue({
      shelf: new Shelf(owner),
      send: (ops) => this.on.put?.(ops),
      answered: (op, result) => this.answered(op, result),
      changed: (p) => this.touch(p),
    });
  }

  /* --- telling React --- */
  subscribe = (listener) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  version = () => this.global;
  rowVersion = (p) => this.versions.get(p) || 0;
  touch(p) {
    if (p) this.versions.set(p, this.rowVersion(p) + 1);
    this.global += 1;
    this.listeners.forEach((listener) => listener());
  }
  touchAll() {
    for (const row of this.sheet.rows) this.versions.set(row.id, this.rowVersion(row.id) + 1);
    this.touch(null);
  }

  /* --- what the server says --- */
  load(sheet, patch) {
    const moved = this.sheet?.key !== sheet.key;
    this.sheet = sheet;
    this.columns = [...sheet.columns, ...sheet.term_columns.map((t) => ({ ...t, term: true, open: t.editable }))];
    this.at = new Map(this.columns.map((col, c) => [col.id, c]));
    this.rows = new Map(sheet.rows.map((row) => [row.id, { ...row, cells: [...row.cells, ...row.terms] }]));
    this.foot = sheet.foot?.map((f) => ({ ...f })) || [];
    this.seq = sheet.seq ?? patch?.seq ?? this.seq;
    for (const row of sheet.rows) this.versions.set(row.id, this.rowVersion(row.id) + 1);
    const inside = (place) => place && place.r < sheet.rows.length && place.c < this.columns.length;
    if (!inside(this.cursor)) this.cursor = { r: 0, c: 0 };
    if (!inside(this.panel)) this.panel = null;
    if (!moved) return;
    const wanted = sheet.columns.findIndex((col) => col.id === sheet.column);
    const today = sheet.columns.findIndex((col) => col.today);
    this.cursor = { r: 0, c: Math.max(0, wanted >= 0 ? wanted : today >= 0 ? today : sheet.columns.length - 1) };
    Object.assign(this, { draft: null, panel: null, roll: null, ask: null, note: null, undoStack: [] });
    this.queue.setKey(sheet.key);
  }

  /** Applies one patch; returns true when an earlier one never came. */
  apply(patch) {
    if (patch.results?.length) this.queue.settle(patch.results);
    if (patch.seq <= this.seq) return false;
    const gap = patch.seq > this.seq + 1 && this.seq >= 0;
    this.seq = patch.seq;
    for (const cell of patch.cells || []) this.setCell(cell.p, cell.c, cell.v);
    for (const change of patch.rows || []) {
      const row = this.rows.get(change.p);
      if (!row) continue;
      if (change.average !== undefined) row.average = change.average;
      if (change.proposals) row.proposals = change.proposals;
      if (change.terms) row.cells.splice(this.sheet.columns.length, change.terms.length, ...change.terms);
      this.touch(change.p);
    }
    if (patch.foot?.length) this.footVersion += 1;
    for (const change of patch.foot || []) {
      if (this.foot[this.at.get(change.c)]) Object.assign(this.foot[this.at.get(change.c)], change);
    }
    this.touch(null);
    return gap;
  }

  setCell(p, c, v) {
    const row = this.rows.get(p);
    const place = this.at.get(c);
    if (!row || place === undefined || v === undefined) return;
    row.cells[place] = v;
    this.touch(p);
  }

  answered(op, result) {
    this.setCell(op.p, op.c, result.cell ?? (result.ok ? op.v : undefined));
    if (result.ok) return read(result.cell ?? op.v).text;
    for (const group of this.undoStack) group.splice(0, group.length, ...group.filter((was) => was.id !== op.id));
    if (op.key !== this.sheet.key) return op.base;
    const type = result.needs_reason ? "reason" : result.conflict ? "conflict" : null;
    if (type) {
      const ops = this.ask?.type === type ? this.ask.ops : [];
      this.ask = { type, ops: [...ops, { ...op, ...result }] };
    }
    return op.base;
  }

  /* --- what the eye sees --- */
  row(r) {
    return this.rows.get(this.sheet.rows[r].id);
  }
  confirmed(r, c) {
    return read(this.row(r).cells[c]);
  }
  textOf(p, c) {
    return read(this.rows.get(p)?.cells[this.at.get(c)]).text;
  }
  view(r, c) {
    const row = this.row(r);
    const col = this.columns[c];
    const base = read(row.cells[c]);
    const draft = this.draft && this.draft.p === row.id && this.draft.c === col.id ? this.draft : null;
    const entry = this.queue.peek(row.id, col.id);
    const op = entry?.next || entry?.sent;
    if (draft && !complete(draft.text, this.sheet.marks, col.term)) return { ...base, text: draft.text, state: "pending" };
    if (op) return { ...base, text: op.v, comment: op.comment ? true : base.comment, state: "pending" };
    if (entry?.refused) return { ...base, text: entry.refused.v, state: "refused", error: entry.refused.error };
    return { ...base, state: "" };
  }
  editable(r, c) {
    const col = this.columns[c];
    return !this.sheet.read_only && col?.open && !col.cancelled && !this.confirmed(r, c).closed;
  }

  /* --- the cursor --- */
  move(r, c) {
    const rows = this.sheet.rows.length;
    const to = { r: Math.max(0, Math.min(rows - 1, r)), c: Math.max(0, Math.min(this.columns.length - 1, c)) };
    const from = this.cursor;
    if (!rows || (to.r === from.r && to.c === from.c)) return false;
    this.endDraft();
    this.cursor = to;
    this.touch(this.sheet.rows[from.r]?.id);
    this.touch(this.sheet.rows[to.r].id);
    return true;
  }
  /** The nearest pupil below (or above) whose cell in this column is not closed; -1 when there is none. */
  nextRow(r, c, step) {
    for (let i = r + step; i >= 0 && i < this.sheet.rows.length; i += step) {
      if (!this.confirmed(i, c).closed) return i;
    }
    return -1;
  }

  /** Moves and asks for the browser's focus, which the sheet gives after drawing. */
  go(r, c) {
    this.wantFocus = true;
    if (!this.move(r, c)) this.touch(null);
  }
  focus() {
    this.wantFocus = true;
    this.touch(null);
  }
  openPanel(r, c) {
    this.move(r, c);
    this.panel = { r, c };
    this.touch(null);
  }
  closePanel() {
    this.endDraft();
    this.panel = null;
    this.focus();
  }
  openRoll(c) {
    this.endDraft();
    this.roll = { c };
    this.move(this.cursor.r, c);
    this.touch(null);
  }
  closeRoll() {
    this.roll = null;
    this.focus();
  }

  /* --- the hand --- */
  /** Sets cells: [{r, c, v, …}] as one batch and one step of undo. */
  put(items, { undoing = false, hold = false } = {}) {
    const ops = [];
    for (const { r, c, ...rest } of items) {
      if (!this.editable(r, c)) continue;
      const p = this.sheet.rows[r].id;
      const col = this.columns[c].id;
      const entry = this.queue.peek(p, col);
      const before = this.view(r, c).text;
      const base = entry?.next?.base ?? entry?.refused?.base ?? this.confirmed(r, c).text;
      const idle = !entry?.next && !entry?.sent && !entry?.refused;
      const bare = rest.kind === undefined && rest.comment === undefined && rest.minutes === undefined;
      if (idle && bare && rest.v === base) continue;
      const carried = (rest.v && entry?.next) || {}; // kind and comment chosen a moment ago, not yet sent
      ops.push({ kind: carried.kind, comment: carried.comment, slot: carried.slot,
        id: newId(), p, c: col, base, hold, before: entry?.next ? entry.next.before : before, ...rest });
    }
    if (!ops.length) return;
    if (!undoing) this.remember(ops);
    this.queue.put(ops);
  }
  remember(ops) {
    const replaced = new Set(ops.map((op) => this.queue.peek(op.p, op.c)?.next?.id).filter(Boolean));
    this.undoStack = this.undoStack.map((group) => group.filter((was) => !replaced.has(was.id))).filter((g) => g.length);
    this.undoStack.push(ops.map(({ id, p, c, v, before }) => ({ id, p, c, v, before })));
    if (this.undoStack.length > UNDO_DEPTH) this.undoStack.shift();
  }

  /** One key of a letter or digit; null when it means nothing in this cell. */
  key(ch) {
    const { r, c } = this.cursor;
    if (!this.editable(r, c)) return null;
    const { marks } = this.sheet;
    const { term } = this.columns[c];
    const text = typed(ch, this.draft?.text, this.view(r, c).text, marks, term);
    if (text === null) return null;
    this.draft = { p: this.sheet.rows[r].id, c: this.columns[c].id, text };
    clearTimeout(this.holding);
    if (!complete(text, marks, term)) this.touch(this.draft.p);
    else {
      const hold = /^\d$/.test(ch) && growable(text, marks);
      this.put([{ r, c, v: text }], { hold });
      if (hold) this.holding = setTimeout(() => this.release(), HOLD);
    }
    return text;
  }
  clear(r, c) {
    this.draft = null;
    this.put([{ r, c, v: "" }]);
    this.touch(this.sheet.rows[r].id);
  }
  release() {
    if (this.draft) this.queue.release(this.draft.p, this.draft.c);
  }
  endDraft() {
    if (!this.draft) return;
    clearTimeout(this.holding);
    const { p } = this.draft;
    this.release();
    this.draft = null;
    this.touch(p);
  }

  /** Escape: back to the server's value; true when there was something to go back from. */
  revert(r = this.cursor.r, c = this.cursor.c) {
    const p = this.sheet.rows[r].id;
    const col = this.columns[c].id;
    const typing = this.draft !== null;
    this.draft = null;
    this.note = null;
    const dropped = this.queue.drop(p, col);
    const sent = this.queue.peek(p, col)?.sent;
    if (sent && sent.v !== sent.base) this.put([{ r, c, v: sent.base }]);
    this.touch(p);
    return dropped || Boolean(sent) || typing;
  }

  undo() {
    this.endDraft();
    let group;
    do group = this.undoStack.pop(); while (group && !group.length);
    if (!group) return false;
    const items = [];
    for (const { id, p, c, v, before } of group) {
      const r = this.sheet.rows.findIndex((row) => row.id === p);
      const entry = this.queue.peek(p, c);
      if (entry?.next?.id === id) this.queue.drop(p, c);
      else if (r >= 0) items.push({ r, c: this.at.get(c), v: before, base: v, undo: id });
    }
    this.put(items, { undoing: true });
    this.touch(null);
    return true;
  }

  /** Sends refused changes again, with what was missing: a reason, or the will to replace. */
  again(ops, extra = {}) {
    const fresh = ops.map((op) => ({ ...op, ...extra, id: newId(), hold: false }));
    for (const op of fresh) for (const gone of ["ok", "error", "needs_reason", "conflict", "who", "cell"]) delete op[gone];
    this.queue.put(fresh);
  }

  /** Gives a column's empty open cells a value; `only` picks the rows by what stands there. */
  fillColumn(c, valueOf) {
    const items = [];
    this.sheet.rows.forEach((row, r) => {
      const v = valueOf(this.view(r, c).text, r);
      if (v !== null && this.editable(r, c)) items.push({ r, c, v });
    });
    this.put(items);
    return items.length;
  }
  allPresent(c) {
    return this.fillColumn(c, (text) => {
      const { absence, late, marks } = parts(text);
      return late || (absence && absence !== "осв") ? marks : null;
    });
  }
  acceptProposals(c) {
    const t = c - this.sheet.columns.length;
    return this.fillColumn(c, (text, r) => (text === "" && this.row(r).proposals?.[t]) || null);
  }

  /** Pastes a spreadsheet's rectangle from the cursor on; what does not fit is listed, nothing is dropped silently. */
  paste(text) {
    const { r, c } = this.cursor;
    const items = [];
    const lines = [];
    this.endDraft();
    grid(text).forEach((values, dr) => values.forEach((raw, dc) => {
      if (!raw.trim()) return;
      const col = this.columns[c + dc];
      const row = this.sheet.rows[r + dr];
      const v = col && row ? tidy(raw, this.sheet.marks, col.term) : null;
      if (v !== null && this.editable(r + dr, c + dc)) items.push({ r: r + dr, c: c + dc, v });
      else lines.push({ name: row?.name || "", day: col?.day || col?.title || "", value: raw.trim() });
    }));
    this.put(items);
    this.note = { word: lines.length ? "paste_some" : "pasted", values: { n: items.length, bad: lines.length }, lines };
    this.touch(null);
  }
}
