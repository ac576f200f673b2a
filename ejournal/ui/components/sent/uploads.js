/* A file sent in parts, on from where a bad line broke it; http/stored/coming.py is the other side. */

const FIRST = 256 * 1024;
const LEAST = 64 * 1024;
const QUICK_MS = 1500; // a part that took less is followed by one twice as large
const SLOW_MS = 6000;
const SILENT_MS = 60_000;
const PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 20_000;

/** What the server will never take; the message is its own words. */
export class Refused extends Error {}

class Again extends Error {}

/** A name that no other file of this browser has. */
function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

async function ask(path, signal, options) {
  const slow = AbortSignal.timeout(SILENT_MS);
  const answer = await fetch(path, { ...options, signal: signal ? AbortSignal.any([signal, slow]) : slow });
  if (answer.ok || answer.status === 409) return answer.json();
  if (answer.status === 404) throw new Again("gone");
  if (answer.status === 429 || answer.status === 500 || answer.status === 502 || answer.status === 504) throw new Again("busy");
  const words = await answer.text();
  if (answer.status === 503 || answer.status === 507) throw new Again(words);
  throw new Refused(words);
}

const post = (path, signal, options = {}) => ask(path, signal, { ...options, method: "POST" });

/** Resolves after a pause, or as soon as the browser has a network again. */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const end = new AbortController();
    const leave = (go) => () => {
      end.abort();
      go();
    };
    const timer = setTimeout(leave(resolve), ms);
    end.signal.addEventListener("abort", () => clearTimeout(timer));
    globalThis.addEventListener?.("online", leave(resolve), { signal: end.signal });
    signal?.addEventListener("abort", leave(() => reject(signal.reason)), { signal: end.signal });
  });
}

class Sending {
  constructor(file, { signal, onSent, onWait, pauseMs = PAUSE_MS }) {
    Object.assign(this, { file, signal, onSent, onWait, pauseMs });
    this.name = newName();
    this.step = FIRST;
    this.key = null;
    this.begun = 0;
  }

  /** What the server has kept of it; after each break it waits longer, until something comes through. */
  async run(wait = this.pauseMs) {
    const before = this.offset ?? 0;
    try {
      return await this.#on();
    } catch (error) {
      if (this.signal?.aborted && this.key) letGo(this.key);
      if (this.signal?.aborted || error instanceof Refused) throw error;
      if (error.message === "gone") this.#anew();
      this.onWait?.(error instanceof Again && !["gone", "busy"].includes(error.message) ? error.message : "");
      const next = this.offset > before ? this.pauseMs : wait;
      await pause(next, this.signal);
      this.unsure = true;
      return this.run(Math.min(next * 2, LONGEST_PAUSE_MS));
    }
  }

  /** The server knows of it no more: from the beginning, and not for ever. */
  #anew() {
    if (this.begun > 2) throw new Refused("");
    this.key = null;
    this.name = newName();
  }

  async #on() {
    const { signal } = this;
    if (!this.key) {
      this.begun += 1;
      const named = { "X-File-Name": encodeURIComponent(this.file.name || "file") };
      this.#hear(await post(`/files/upload?id=${this.name}&size=${this.file.size}`, signal, { headers: named }));
    } else if (this.unsure) {
      const told = await ask(`/files/upload/${this.key}`, signal);
      if (told.file) return told.file;
      this.#hear(told);
    }
    this.unsure = false;
    await this.#parts();
    const told = await post(`/files/upload/${this.key}/finish`, signal);
    if (told.file) return told.file;
    this.offset = told.offset;
    throw new Again("busy");
  }

  async #parts() {
    if (this.offset >= this.file.size) return null;
    await this.#part();
    return this.#parts();
  }

  async #part() {
    const began = performance.now();
    const piece = this.file.slice(this.offset, this.offset + this.step);
    const told = await post(`/files/upload/${this.key}/part?offset=${this.offset}`, this.signal, { body: piece });
    if (told.busy) throw new Again("busy");
    const took = performance.now() - began;
    if (took < QUICK_MS) this.step = Math.min(this.step * 2, this.most);
    if (took > SLOW_MS) this.step = Math.max(this.step / 2, LEAST);
    this.#hear(told);
  }

  #hear({ key = this.key, offset, part = this.most }) {
    Object.assign(this, { key, offset, most: part });
    this.onSent?.(offset);
  }
}

/** Send the file; what the server has kept of it. Refused with the server's words; the signal's reason when it aborts.
    onSent(bytes) as parts come; onWait(words) when it waits, for the network or for what the words say. */
export function sendFile(file, options = {}) {
  return new Sending(file, options).run();
}

/** Let go of a file on its way, or of one that was kept and that nothing shows. */
export function letGo(key) {
  return fetch(`/files/upload/${key}/drop`, { method: "POST" }).catch(() => null);
}
