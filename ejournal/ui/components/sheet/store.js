/* The sheet in the browser's memory: what the server told, what is typed over it, the cursor, the open questions. */

import { Batch, planPaste } from "./batch.js";
import { Book, beginning } from "./book.js";
import { fill, isSign, letterOf, newId, read } from "./model.js";
import { Queue, Shelf } from "./queue.js";
import { Steps } from "./steps.js";
import { Typing } from "./typing.js";

/** What an answer adds to a change; one that is sent again goes without. */
const ANSWERED = ["ok", "error", "needs_reason", "conflict", "who", "cell"];

export class Store {
  constructor(owner) {
    this.listeners = new Set();
    this.versions = new Map();
    this.global = 0;
    this.book = new Book((p) => this.touch(p));
    this.cursor = { r: 0, c: 0 };
    this.typing = new Typing(this);
    this.panel = null; // {r, c} of the opened cell
    this.roll = null; // {c} while the roll is called
    this.ask = null; // {type: "reason" | "conflict", ops} or {type: "many", plan}
    this.note = null; // {text, warning}: said of the last key
    this.batch = null; // the last change of many cells
    this.steps = new Steps();
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
    for (const row of this.book.sheet.rows) this.versions.set(row.id, this.rowVersion(row.id) + 1);
    this.touch(null);
  }

  /** One of the page's triggers, if the page listens to it. */
  tell(trigger, ...values) {
    this.on[trigger]?.(...values);
  }

  /* --- what the server says --- */
  load(sheet) {
    const moved = this.book.load(sheet);
    for (const row of sheet.rows) this.versions.set(row.id, this.rowVersion(row.id) + 1);
    if (!this.book.holds(this.cursor)) this.cursor = { r: 0, c: 0 };
    if (this.panel && !this.book.holds(this.panel)) this.panel = null;
    if (!moved) return;
    this.cursor = { r: 0, c: beginning(sheet) };
    this.typing.forget();
    Object.assign(this, { panel: null, roll: null, ask: null, note: null, batch: null, steps: new Steps() });
    this.queue.setKey(sheet.key);
  }

  /** Applies one patch; returns true when an earlier one never came. */
  apply(patch) {
    if (patch.results?.length) this.queue.settle(patch.results);
    return this.book.apply(patch);
  }

  answered(op, result) {
    this.book.set(op.p, op.c, result.cell ?? (result.ok ? op.v : undefined));
    this.batch?.settle(op.first || op.id, result);
    if (result.ok) return read(result.cell ?? op.v).text;
    this.steps.forget(op.id);
    const type = result.needs_reason ? "reason" : result.conflict ? "conflict" : null;
    if (type && op.key === this.book.sheet.key) {
      const ops = this.ask?.type === type ? this.ask.ops : [];
      this.ask = { type, ops: [...ops, { ...op, ...result }] };
    }
    return op.base;
  }

  /* --- what the eye sees --- */
  view(r, c) {
    const { id: p } = this.book.row(r);
    const { id: col } = this.book.columns[c];
    const base = this.book.cell(r, c);
    const typing = this.typing.shown(p, col);
    const entry = this.queue.peek(p, col);
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
    const entry = this.queue.peek(this.book.row(r).id, this.book.columns[c].id);
    const op = entry?.next || entry?.sent;
    return op ? op.v : this.book.cell(r, c).text;
  }
  editable(r, c) {
    return !this.whyClosed(r, c);
  }

  /* --- why not, in words --- */
  /** Why nothing can be written into a cell; empty when something can. */
  whyClosed(r, c) {
    const col = this.book.columns[c];
    if (this.book.sheet.read_only) return this.book.sheet.why || this.words.read_only;
    if (this.book.cell(r, c).closed) return this.words.closed;
    return col?.open ? "" : col?.why || this.words.read_only;
  }
  /** Why an entry cannot be written ahead of its lesson; empty when it can. */
  whyAhead(col, entry) {
    return col.future && (entry.values.length || entry.code === "оп") ? this.words.ahead : "";
  }
  /** The words of a refusal by the grammar's name of it. */
  refusal(no, text) {
    if (no === "ahead") return this.words.ahead;
    const { marks, most_minutes: most } = this.book.sheet.grammar;
    return fill(this.words[`no_${no}`], { text: text.trim().slice(0, 20), pair: marks.slice(0, 2).join("/"), most });
  }
  say(text) {
    this.note = { text, warning: true };
    this.touch(null);
  }
  /** A key that means nothing here: which ones do. */
  sayKey(key) {
    const { term } = this.book.columns[this.cursor.c];
    const { marks, passes } = this.book.sheet.grammar;
    const digits = marks.filter((mark) => /^\d+$/.test(mark));
    const scale = digits.length ? [`${digits.at(-1)}–${digits[0]}`] : marks.length ? [Object.keys(passes)[0], "х"] : [];
    const keys = [...scale, ...(term ? ["а", "с"] : ["н", "б", "у", "п", "о", "с"])].join(", ");
    this.say(fill(this.words.no_key, { key, keys }));
  }

  /* --- the cursor --- */
  move(r, c) {
    const rows = this.book.sheet.rows.length;
    const to = { r: Math.max(0, Math.min(rows - 1, r)), c: Math.max(0, Math.min(this.book.columns.length - 1, c)) };
    const from = this.cursor;
    this.endDraft();
    if (!rows || (to.r === from.r && to.c === from.c)) return false;
    this.cursor = to;
    this.touch(this.book.sheet.rows[from.r]?.id);
    this.touch(this.book.sheet.rows[to.r].id);
    return true;
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
    const col = this.book.columns[c];
    const why = col?.why || (col?.future && this.words.no_roll);
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
    const ops = items.flatMap((item) => (this.editable(item.r, item.c) ? this.change(item, hold) : []));
    if (!ops.length) return ops;
    if (!undoing) this.remember(ops);
    this.queue.put(ops);
    return ops;
  }
  /** The change of a cell as the queue takes it; none where that stands already. */
  change({ r, c, v, ...more }, hold) {
    const p = this.book.row(r).id;
    const col = this.book.columns[c].id;
    const { next, sent, refused } = this.queue.peek(p, col) || {};
    const stood = this.book.cell(r, c).text;
    const base = next?.base ?? refused?.base ?? stood;
    const { base: seen = base, kind, comment, slot } = more;
    if (!next && !sent && !refused && v === stood && kind === undefined && comment === undefined) return [];
    const chosen = (v && next) || {}; // kind and comment chosen a moment ago, not yet sent
    return [{
      id: newId(), place: `${r}|${c}`, p, c: col, v, base: seen, hold, before: next ? next.before : this.view(r, c).text,
      kind: kind ?? chosen.kind, comment: comment ?? chosen.comment, slot: slot ?? chosen.slot,
    }];
  }
  remember(ops) {
    this.steps.add(ops, new Set(ops.map((op) => this.queue.peek(op.p, op.c)?.next?.id).filter(Boolean)));
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
    return this.touch(this.book.sheet.rows[r].id);
  }
  endDraft() {
    this.typing.end();
  }

  /** Escape: back to the server's value; true when there was something to go back from. */
  revert(r = this.cursor.r, c = this.cursor.c) {
    const p = this.book.sheet.rows[r].id;
    const col = this.book.columns[c].id;
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
    const group = this.steps.takeLast();
    if (group) this.takeBack(group);
    return Boolean(group);
  }
  takeBack(group) {
    const items = [];
    if (this.batch && group.some((was) => this.batch.ids.has(was.id))) this.batch.undone = true;
    for (const { id, p, c, v, before } of group) {
      const [r, place] = this.book.placeOf(p, c);
      const entry = this.queue.peek(p, c);
      if (entry?.next?.id === id) this.queue.drop(p, c);
      else if (r >= 0) items.push({ r, c: place, v: before, base: v });
    }
    this.put(items, { undoing: true });
    this.touch(null);
  }
  /** Forgets the unsent change of a cell and its step of undo. */
  undoLast(p, c) {
    this.steps.forget(this.queue.peek(p, c).next.id);
    this.queue.drop(p, c);
  }

  /** Sends refused changes again, with what was missing: a reason, or the will to replace. */
  again(ops, extra = {}) {
    const fresh = ops.map((op) => ({ ...op, ...extra, id: newId(), first: op.first || op.id, hold: false }));
    for (const op of fresh) for (const gone of ANSWERED) delete op[gone];
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
    const why = this.book.sheet.read_only ? this.book.sheet.why : this.book.columns[c].open ? "" : this.book.columns[c].why;
    if (why) return this.say(why || this.words.read_only);
    if (!plan.items.length && plan.roll) this.tell("rollCall", this.book.columns[c].id);
    this.ask = { type: "many", plan, c };
    return this.touch(null);
  }
  setMany({ plan, c }) {
    this.ask = null;
    this.start(plan);
    if (plan.roll) this.tell("rollCall", this.book.columns[c].id);
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
    const group = this.steps.takeOf(this.batch.ids);
    this.batch.undone = true;
    if (group) this.takeBack(group);
    this.touch(null);
  }
}
