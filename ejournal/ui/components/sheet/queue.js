/* Changes that the server has not confirmed yet: sent in batches, one batch in flight, resent until answered. */

const FIRST_PAUSE = 5000;
const BATCH = 200;
const LONGEST_PAUSE = 30000;

/** What the server is told of a change; pages/journal/entry.py reads it. */
export const TOLD = ["id", "p", "c", "v", "base", "kind", "comment", "slot", "reason", "force"];

const cellKey = (p, c) => `${p}|${c}`;

/** What the server is to see of a change. */
function wire(op) {
  return Object.fromEntries(TOLD.filter((f) => op[f] !== undefined).map((f) => [f, op[f]]));
}

/** Keeps one entry per unconfirmed change, so that two tabs never overwrite each other's. */
export class Shelf {
  constructor(owner) {
    this.prefix = `ejournal.sheet:${owner || ""}:`;
    this.owner = owner;
  }
  get store() {
    try {
      return this.owner ? window.localStorage : window.sessionStorage;
    } catch {
      return null; // storage is switched off in this browser: the queue lives in memory
    }
  }
  keep(op) {
    try {
      this.store?.setItem(this.prefix + op.id, JSON.stringify(op));
    } catch {
      /* full: memory still holds it */
    }
  }
  drop(id) {
    this.store?.removeItem(this.prefix + id);
  }
  all() {
    const store = this.store;
    const found = store ? Object.keys(store).filter((k) => k.startsWith(this.prefix)) : [];
    return found.flatMap((k) => {
      try {
        return [JSON.parse(store.getItem(k))];
      } catch {
        return [];
      }
    }).toSorted((a, b) => a.at - b.at);
  }
}

/** For each cell: `sent` (in flight), `next` (typed since), `refused` (the server's last no). */
export class Queue {
  constructor({ send, answered, changed, shelf }) {
    Object.assign(this, { send, answered, changed, shelf });
    this.cells = new Map();
    this.key = "";
    this.flight = new Set();
    this.tries = 0;
    this.connected = true;
  }

  /** Takes up what a reload or a crash left behind. */
  restore() {
    for (const op of this.shelf.all()) {
      const cell = this.at(op.p, op.c);
      if (cell.sent?.id !== op.id && cell.refused?.id !== op.id) cell.next = { ...op, hold: false };
    }
  }

  at(p, c) {
    const key = cellKey(p, c);
    if (!this.cells.has(key)) this.cells.set(key, {});
    return this.cells.get(key);
  }
  peek(p, c) {
    return this.cells.get(cellKey(p, c));
  }

  put(ops) {
    for (const op of ops) {
      const cell = this.at(op.p, op.c);
      if (cell.next) this.shelf.drop(cell.next.id);
      if (cell.refused) this.shelf.drop(cell.refused.id);
      cell.refused = null;
      cell.next = { ...op, key: this.key, at: Date.now() };
      this.shelf.keep(cell.next);
      this.changed(op.p);
    }
    this.later();
  }

  /** Lets a cell that waited for more digits go. */
  release(p, c) {
    const next = this.peek(p, c)?.next;
    if (next?.hold) {
      next.hold = false;
      this.later();
    }
  }

  later() {
    if (this.soon) return;
    this.soon = true;
    queueMicrotask(() => {
      this.soon = false;
      this.flush();
    });
  }

  flush() {
    if (this.flight.size || !this.connected) return;
    const ops = [];
    for (const cell of this.cells.values()) {
      if (!cell.next || cell.sent || cell.next.hold || cell.next.key !== this.key) continue;
      cell.sent = cell.next;
      cell.next = null;
      ops.push(cell.sent);
      if (ops.length === BATCH) break;
    }
    if (!ops.length) return;
    this.flight = new Set(ops.map((op) => op.id));
    this.tries = 0;
    this.emit(ops);
  }

  emit(ops) {
    clearTimeout(this.timer);
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 1.6 ** this.tries);
    this.timer = setTimeout(() => this.unanswered(), pause);
    this.send(ops.map(wire));
    this.changed(null);
  }

  unanswered() {
    this.tries += 1;
    this.changed(null);
    if (this.connected) this.resend();
  }

  /** The same ids once more: the server answers a known id without doing it twice. */
  resend() {
    const ops = [];
    for (const cell of this.cells.values()) {
      if (!cell.sent) continue;
      if (cell.sent.key === this.key) ops.push(cell.sent);
      else this.backOut(cell);
    }
    this.flight = new Set(ops.map((op) => op.id));
    if (ops.length) this.emit(ops);
    else this.flush();
  }

  backOut(cell) {
    if (!cell.next) cell.next = cell.sent;
    cell.sent = null;
  }

  /** The sheet is gone; what is unconfirmed stays on the shelf. */
  stop() {
    clearTimeout(this.timer);
  }

  setKey(key) {
    this.key = key;
    this.later();
  }

  setConnected(connected) {
    const back = connected && !this.connected;
    this.connected = connected;
    if (back) {
      this.tries = 0;
      this.resend();
    }
    this.changed(null);
    return back;
  }

  settle(results) {
    const known = new Map();
    for (const cell of this.cells.values()) {
      if (cell.next) known.set(cell.next.id, [cell, "next"]); // backed out when the course changed
      if (cell.sent) known.set(cell.sent.id, [cell, "sent"]);
    }
    for (const result of results) {
      const [cell, place] = known.get(result.id) || [];
      const op = cell?.[place];
      if (op?.id !== result.id) continue;
      cell[place] = null;
      this.flight.delete(op.id);
      const confirmed = this.answered(op, result);
      if (result.ok) {
        if (cell.next) cell.next.base = confirmed;
        this.shelf.drop(op.id);
      } else if (cell.next) {
        this.shelf.drop(op.id);
      } else {
        cell.refused = { ...op, ...result, id: op.id };
      }
      this.changed(op.p);
    }
    if (!this.flight.size) {
      clearTimeout(this.timer);
      this.tries = 0;
      this.flush();
    }
  }

  /** Forgets a refused or not yet sent change; true when there was one. */
  drop(p, c) {
    const cell = this.peek(p, c);
    const gone = cell?.next || cell?.refused;
    if (!gone) return false;
    this.shelf.drop(gone.id);
    cell.next = null;
    cell.refused = null;
    this.changed(p);
    return true;
  }

  counts() {
    let waiting = 0;
    let elsewhere = 0; // typed into another journal, sent when it is opened again
    for (const cell of this.cells.values()) {
      const op = cell.sent || cell.next;
      if (op?.key === this.key) waiting += 1;
      else if (op) elsewhere += 1;
    }
    return { waiting, elsewhere };
  }
  refusals() {
    return [...this.cells.values()].flatMap((cell) => (cell.refused?.key === this.key ? [cell.refused] : []));
  }
}
