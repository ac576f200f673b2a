/* What is being typed into the cell under the cursor: shown at once, sent when it means something, refused in words.

   An entry grows with each key until Enter, a move, Escape or a pause; so «875» is never a five. */

import { canGrow, entryOf, isOpen } from "./grammar.js";
import { fill, joined, parts } from "./model.js";

const PAUSE = 2000; // ms without a key end an entry; «1» is sent only then, for «0» may follow

export class Typing {
  constructor(store) {
    this.store = store;
    this.draft = null; // {p, c, raw, v, no, why, before}; no: shown, why: said when it ends
  }

  /** Whether an entry is being typed into the cell. */
  isIn(p, c) {
    return this.draft?.p === p && this.draft.c === c;
  }
  begins() {
    return !this.draft;
  }

  /** What the cell shows while it is typed into; null when what stands there is what was typed. */
  shown(p, c) {
    if (!this.isIn(p, c)) return null;
    const { raw, v, no } = this.draft;
    return v === null || isOpen(raw) ? { text: raw, wrong: no } : null;
  }

  key(ch) {
    const { store } = this;
    const { r, c } = store.cursor;
    const closed = store.whyClosed(r, c);
    if (closed) return store.say(closed);
    if (this.draft) return this.set(this.draft.raw + ch, ch);
    const before = store.view(r, c).text;
    const { absence, marks } = parts(before);
    const start = isOpen(ch) ? (marks && !marks.includes("/") ? marks : !marks && absence) : "";
    if (start === false || (isOpen(ch) && (!start || store.book.columns[c].term))) return store.sayKey(ch);
    this.draft = { p: store.book.sheet.rows[r].id, c: store.book.columns[c].id, raw: "", v: null, no: null, why: null, before };
    return this.set(start + ch, ch);
  }

  back() {
    const raw = [...this.draft.raw].slice(0, -1).join("");
    if (raw) return this.set(raw, "");
    return this.store.clear(this.store.cursor.r, this.store.cursor.c);
  }

  set(raw, ch) {
    const { store, draft } = this;
    const { r, c } = store.cursor;
    const col = store.book.columns[c];
    const g = store.book.sheet.grammar;
    const entry = entryOf(raw, g, col.term);
    const grows = isOpen(raw) || canGrow(raw, g, col.term);
    const no = entry.no || (entry.v !== "" && store.whyAhead(col, entry) && "ahead");
    if (no && !grows && /[а-яё]/.test(ch)) {
      // A letter that makes nonsense is not taken: what stood there stays, typed or not.
      if (draft.raw) store.say(store.refusal(no, raw));
      else store.sayKey(ch);
      if (!draft.raw) this.draft = null;
      return undefined;
    }
    Object.assign(draft, { raw, v: no ? null : joined(entry, draft.before, col.term), no: no && !grows ? no : null, why: no });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), PAUSE);
    store.note = draft.no ? { text: store.refusal(no, raw) } : null;
    if (draft.v === null) this.takeBack();
    else store.put([{ r, c, v: draft.v }], { hold: grows });
    store.touch(draft.p);
    return undefined;
  }

  /** What stood in the cell before it was typed into stands there again. */
  takeBack() {
    const { store, draft } = this;
    const [r, c] = store.book.placeOf(draft.p, draft.c);
    if (store.queue.peek(draft.p, draft.c)?.next) store.undoLast(draft.p, draft.c);
    if (r >= 0 && store.standing(r, c) !== draft.before) store.put([{ r, c, v: draft.before }], { undoing: true });
  }

  /** The entry is over: by Enter, a move, or the pause. What could not stand is said, with whose cell it is. */
  end() {
    const { store, draft } = this;
    if (!draft) return;
    clearTimeout(this.timer);
    if (draft.v === null) {
      const { words } = store;
      const why = store.refusal(draft.why, draft.raw);
      store.note = { text: fill(words.not_written, { pupil: store.book.rows.get(draft.p)?.name, why }), warning: true };
    }
    this.draft = null;
    store.queue.release(draft.p, draft.c);
    store.touch(draft.p);
  }

  /** Escape: as if nothing had been typed; true when something was. */
  drop() {
    if (!this.draft) return false;
    clearTimeout(this.timer);
    this.takeBack();
    const { p, c } = this.draft;
    this.draft = null;
    this.store.note = null;
    if (this.store.queue.peek(p, c)?.refused) this.store.queue.drop(p, c);
    this.store.touch(p);
    return true;
  }

  forget() {
    clearTimeout(this.timer);
    this.draft = null;
  }
}
