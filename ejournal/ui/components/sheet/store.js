/* The sheet in the browser's memory: confirmed cells, what is typed over them, the cursor, undo. */

import { Batch, planPaste } from "./batch.js";
import { fill, isSign, letterOf, newId, read } from "./model.js";
import { Queue, Shelf } from "./queue.js";
import { Typing } from "./typing.js";

const UNDO_DEPTH = 50;

export class Store {
  constructor(owner) {
    this.listeners = new Set();
    this.versions = new Map();
    this.global = 0;
    this.footVersion = 0;
    this.cursor = { r: 0, c: 0 };
    this.typing = new Typing(this);
    this.panel = null; // {r, c} of the opened cell
    this.roll = null; // {c} while the roll is called
    this.ask = null; // {type: "reason" | "conflict", ops} or {type: "many", plan}
    this.note = null; // {text, warning}: said of the last key
    this.batch = null; // the last change of many cells
    this.undoStack = [];
    this.seq = -1;
    this.on = {};
    this.queue = new Queue({
      shelf: new Shelf(owner),
      send: (ops) => this.tell("put", ops),
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

  /** One of the page's triggers, if the page listens to it. */
  tell(trigger, ...values) {
    this.on[trigger]?.(...values);
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
    this.typing.forget();
    Object.assign(this, { panel: null, roll: null, ask: null, note: null, batch: null, undoStack: [] });
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
    this.batch?.settle(op.first || op.id, result);
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
    const typing = this.typing.shown(row.id, col.id);
    const entry = this.queue.peek(row.id, col.id);
    const op = entry?.next || entry?.sent;
    if (typing) {
      const error = typing.wrong ? this.refusal(typing.wrong, typing.text) : undefined;
      return { ...base, text: typing.text, state: error ? "refused" : "pending", typing: true, error };
    }
    if (op) return { ...base, text: op.v, comment: op.comment ? true : base.comment, state: "pending" };
    if (entry?.refused) return { ...base, text: entry.refused.v, state: "refused", error: entry.refused.error };
    return { ...base, state: "" };
  }
  /** The text that is to stand in a cell: sent, waiting to be sent, or confirmed. */
  standing(r, c) {
    const entry = this.queue.peek(this.sheet.rows[r].id, this.columns[c].id);
    const op = entry?.next || entry?.sent;
    return op ? op.v : this.confirmed(r, c).text;
  }
  placeOf(p, c) {
    return [this.sheet.rows.findIndex((row) => row.id === p), this.at.get(c)];
  }
  editable(r, c) {
    return !this.whyClosed(r, c);
  }

  /* --- why not, in words --- */
  /** Why nothing can be written into a cell; empty when something can. */
  whyClosed(r, c) {
    const col = this.columns[c];
    if (this.sheet.read_only) return this.sheet.why || this.words.read_only;
    if (this.confirmed(r, c).closed) return this.words.closed;
    return col?.open ? "" : col?.why || this.words.read_only;
  }
  /** Why an entry cannot be written ahead of its lesson; empty when it can. */
  whyAhead(col, entry) {
    return col.ahead && (entry.values.length || entry.code === "оп") ? col.ahead : "";
  }
  /** The words of a refusal by the grammar's name of it. */
  refusal(no, text) {
    if (no === "ahead") return this.columns[this.cursor.c].ahead;
    const { marks, most_minutes: most } = this.sheet.grammar;
    return fill(this.words[`no_${no}`], { text: text.trim().slice(0, 20), pair: marks.slice(0, 2).join("/"), most });
  }
  say(text) {
    this.note = { text, warning: true };
    this.touch(null);
  }
  /** A key that means nothing here: which ones do. */
  sayKey(key) {
    const { term } = this.columns[this.cursor.c];
    const { marks, passes } = this.sheet.grammar;
    const digits = marks.filter((mark) => /^\d+$/.test(mark));
    const scale = digits.length ? [`${digits.at(-1)}–${digits[0]}`] : marks.length ? [Object.keys(passes)[0], "х"] : [];
    const keys = [...scale, ...(term ? ["а", "с"] : ["н", "б", "у", "п", "о", "с"])].join(", ");
    this.say(fill(this.words.no_key, { key, keys }));
  }

  /* --- the cursor --- */
  move(r, c) {
    const rows = this.sheet.rows.length;
    const to = { r: Math.max(0, Math.min(rows - 1, r)), c: Math.max(0, Math.min(this.columns.length - 1, c)) };
    const from = this.cursor;
    this.endDraft();
    if (!rows || (to.r === from.r && to.c === from.c)) return false;
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
    const why = this.columns[c]?.no_roll;
    if (why) return this.say(why);
    this.roll = { c };
    this.move(this.cursor.r, c);
    return this.touch(null);
  }
  closeRoll() {
    this.roll = null;
    this.focus();
  }

  /* --- the hand --- */
  /** Sets cells: [{r, c, v, …}] as one batch and one step of undo. */
  put(items, { undoing = false, hold = false } = {}) {
    const ops = [];
    for (const { r, c, name, day, value, ...rest } of items) {
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
        id: newId(), place: `${r}|${c}`, p, c: col, base, hold, before: entry?.next ? entry.next.before : before, ...rest });
    }
    if (!ops.length) return ops;
    if (!undoing) this.remember(ops);
    this.queue.put(ops);
    return ops;
  }
  remember(ops) {
    const replaced = new Set(ops.map((op) => this.queue.peek(op.p, op.c)?.next?.id).filter(Boolean));
    this.undoStack = this.undoStack.map((group) => group.filter((was) => !replaced.has(was.id))).filter((g) => g.length);
    this.undoStack.push(ops.map(({ id, p, c, v, before }) => ({ id, p, c, v, before })));
    if (this.undoStack.length > UNDO_DEPTH) this.undoStack.shift();
  }

  /** A key of the keyboard; one that writes nothing here says so. */
  press(event) {
    const letter = event.key === " " ? " " : letterOf(event, this.typing.begins());
    if (letter) this.typing.key(letter);
    else if (isSign(event.key) && !this.typing.begins()) this.typing.key(event.key);
    else this.sayKey(event.key);
  }
  clear(r, c) {
    this.typing.forget();
    const why = this.whyClosed(r, c);
    if (why) return this.say(why);
    this.note = null;
    this.put([{ r, c, v: "" }]);
    return this.touch(this.sheet.rows[r].id);
  }
  endDraft() {
    this.typing.end();
  }

  /** Escape: back to the server's value; true when there was something to go back from. */
  revert(r = this.cursor.r, c = this.cursor.c) {
    const p = this.sheet.rows[r].id;
    const col = this.columns[c].id;
    if (this.typing.drop()) return true;
    const noted = this.note !== null;
    this.note = null;
    const dropped = this.queue.drop(p, col);
    const sent = this.queue.peek(p, col)?.sent;
    if (sent && sent.v !== sent.base) this.put([{ r, c, v: sent.base }]);
    this.touch(p);
    return dropped || Boolean(sent) || noted;
  }

  undo() {
    this.endDraft();
    let group;
    do group = this.undoStack.pop(); while (group && !group.length);
    if (!group) return false;
    this.takeBack(group);
    return true;
  }
  takeBack(group) {
    const items = [];
    if (this.batch && group.some((was) => this.batch.ids.has(was.id))) this.batch.undone = true;
    for (const { id, p, c, v, before } of group) {
      const [r, place] = this.placeOf(p, c);
      const entry = this.queue.peek(p, c);
      if (entry?.next?.id === id) this.queue.drop(p, c);
      else if (r >= 0) items.push({ r, c: place, v: before, base: v, undo: id });
    }
    this.put(items, { undoing: true });
    this.touch(null);
  }
  /** Forgets the unsent change of a cell and its step of undo. */
  undoLast(p, c) {
    const { id } = this.queue.peek(p, c).next;
    this.queue.drop(p, c);
    this.undoStack = this.undoStack.map((group) => group.filter((was) => was.id !== id)).filter((group) => group.length);
  }

  /** Sends refused changes again, with what was missing: a reason, or the will to replace. */
  again(ops, extra = {}) {
    const fresh = ops.map((op) => ({ ...op, ...extra, id: newId(), first: op.first || op.id, hold: false }));
    for (const op of fresh) for (const gone of ["ok", "error", "needs_reason", "conflict", "who", "cell"]) delete op[gone];
    this.queue.put(fresh);
  }

  /** Gives up a refused change: what stands stays. */
  giveUp(op) {
    this.batch?.giveUp(op.first || op.id);
    this.queue.drop(op.p, op.c);
    this.focus();
  }

  /* --- many cells at once --- */
  /** Asks before many cells are changed: how many, for whom not, and why. */
  askMany(plan, c) {
    this.endDraft();
    const why = this.sheet.read_only ? this.sheet.why : this.columns[c].open ? "" : this.columns[c].why;
    if (why) return this.say(why || this.words.read_only);
    if (!plan.items.length && plan.roll) this.tell("rollCall", this.columns[c].id);
    this.ask = { type: "many", plan, c };
    return this.touch(null);
  }
  setMany({ plan, c }) {
    this.ask = null;
    this.start(plan);
    if (plan.roll) this.tell("rollCall", this.columns[c].id);
    this.focus();
  }
  start(plan) {
    this.note = null;
    this.batch = new Batch(plan, this.put(plan.items));
    this.touch(null);
  }
  paste(text) {
    this.endDraft();
    this.start(planPaste(this, text));
  }
  undoBatch() {
    const group = this.undoStack.find((one) => one.some((was) => this.batch.ids.has(was.id)));
    this.undoStack = this.undoStack.filter((one) => one !== group);
    this.batch.undone = true;
    if (group) this.takeBack(group);
    this.touch(null);
  }
}
