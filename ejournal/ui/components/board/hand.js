/* The hand over the board: the cursor, what is carried, what is on its way. Which places are free only the server knows. */

import { beginOf, cardAt, cardsOf, isCard, keyOf, moved, placeOf, thing } from "./model.js";

/** «undo» or «redo» by the place of the key, whatever the keyboard's layout; null for any other key. */
export function command(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.code === "KeyZ") return event.shiftKey ? "redo" : "undo";
  return event.code === "KeyY" ? "redo" : null;
}

export class Hand {
  /** `page` answers: pick, put, remove, undo, redo, focusCell, focusLine, isWide; it may be set anew at each drawing. */
  constructor(view) {
    this.listeners = new Set();
    this.view = view;
    this.slots = null;
    this.page = {};
    this.seeks = false; // taken from the tray by a key: the cursor is to wait at the best place
    this.now = { cursor: beginOf(view), line: 0, carry: "", over: "", hover: "", pending: null };
  }

  /* --- telling React --- */
  subscribe = (listener) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  standing = () => this.now;
  set(changes) {
    if (Object.keys(changes).every((name) => this.now[name] === changes[name])) return;
    this.now = { ...this.now, ...changes };
    this.listeners.forEach((listener) => listener());
  }

  /* --- what the server says --- */
  /** It has answered: what was on its way stands, or does not. */
  answered() {
    this.set({ pending: null });
  }
  /** The board has changed: what has gone from it is no longer in hand. */
  seen() {
    const { carry, line } = this.now;
    if (carry && !thing(this.view, carry)) this.set({ carry: "" });
    this.set({ line: Math.max(0, Math.min(line, this.view.tray.length - 1)) });
  }
  /** Another board is open. */
  begin() {
    this.set({ carry: "", cursor: beginOf(this.view) });
  }
  /** It has said where what is in hand would stand well. */
  offered() {
    if (!this.seeks || this.slots?.ref !== this.now.carry || !this.slots.best) return;
    this.seeks = false;
    const { d, n } = placeOf(this.slots.best);
    this.goTo(d, n);
  }
  /** What the server said of a cell for what is in hand; undefined while nothing is, or it is still thinking. */
  slot(key) {
    return this.now.carry && this.slots?.ref === this.now.carry ? this.slots.cells[key] : undefined;
  }

  /* --- the cursor --- */
  at(d, n) {
    const { cursor } = this.now;
    if (cursor.d !== d || cursor.n !== n) this.set({ cursor: { d, n, k: 0 } });
  }
  goTo(d, n) {
    this.at(d, n);
    this.page.focusCell?.(keyOf(d, n));
  }
  toLine(line) {
    this.set({ line });
  }
  hover(key) {
    this.set({ hover: key });
  }

  /* --- taking and putting --- */
  take(ref) {
    if (!this.view.editable || !this.page.isWide?.()) return;
    this.set({ carry: ref });
    this.page.pick?.(ref);
  }
  letGo() {
    this.set({ carry: "" });
    this.page.pick?.("");
  }
  /** Puts what is in hand into a cell. Hours that are left stay in hand: a course is placed in one go. */
  put(d, n) {
    const { carry } = this.now;
    const one = thing(this.view, carry);
    if (!one) return;
    const rests = !isCard(carry) && !one.last;
    this.set({ pending: { key: keyOf(d, n), title: one.title }, cursor: { d, n, k: 0 }, carry: rests ? carry : "" });
    this.page.put?.(carry, d, n);
  }
  /** Takes a card off the board, to the tray. */
  remove(ref) {
    if (!ref || !isCard(ref) || !this.view.editable) return;
    this.set({ carry: "" });
    this.page.remove?.(ref);
  }

  /* --- the mouse --- */
  press(ref) {
    if (this.now.carry === ref) this.letGo();
    else this.take(ref);
  }
  pressCell(d, n) {
    if (this.now.carry) this.put(d, n);
    else this.goTo(d, n);
  }
  /** Something is dragged over a cell; true when it may be dropped there. */
  dragOver(key) {
    if (this.now.carry) this.set({ over: key });
    return this.now.carry !== "";
  }
  drop(d, n) {
    this.set({ over: "" });
    this.put(d, n);
  }
  dropOnTray() {
    this.set({ over: "" });
    this.remove(this.now.carry);
  }
  release() {
    this.set({ over: "" });
  }

  /* --- the keyboard: each gives true for a key that meant something --- */
  keyOnGrid(event) {
    if (this.steps(event)) return true;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    this.set({ hover: "" }); // the keyboard leads now, wherever the mouse rests
    const { cursor, carry } = this.now;
    const to = moved(event.key, cursor, this.view);
    if (to) {
      this.seeks = false;
      this.set({ cursor: to });
      this.goTo(to.d, to.n);
      return true;
    }
    const card = cardAt(this.view, cursor);
    const cards = cardsOf(this.view, cursor.d, cursor.n);
    const acts = {
      Enter: () => (carry ? this.put(cursor.d, cursor.n) : card && this.take(card.id)),
      " ": () => this.set({ cursor: { ...cursor, k: (cursor.k + 1) % Math.max(1, cards.length) } }),
      Delete: () => this.remove(carry || card?.id),
      Backspace: () => this.remove(carry || card?.id),
      ...(carry && { Escape: () => this.letGo() }),
    };
    acts[event.key]?.();
    return event.key in acts;
  }
  keyOnTray(event) {
    if (this.steps(event)) return true;
    this.set({ hover: "" });
    const { line, carry, cursor } = this.now;
    const { tray } = this.view;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      const to = Math.max(0, Math.min(tray.length - 1, line + step));
      this.set({ line: to });
      this.page.focusLine?.(to);
    } else if (event.key === "Enter" && tray[line]) {
      this.seeks = true;
      this.take(tray[line].id);
      this.goTo(cursor.d, cursor.n);
    } else if (event.key === "Escape" && carry) this.letGo();
    else return false;
    return true;
  }
  steps(event) {
    const asked = this.view.editable && command(event);
    if (asked) this.page[asked]?.();
    return Boolean(asked);
  }
}
