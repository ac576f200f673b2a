/* Messages that were written and that the server has not confirmed: kept in this browser under names of their own. */

import { dueDrafts, forgetDraft, keepDraft } from "$/public/external/ejournal/ui/components/draft/draft/drafts.js";

const PREFIX = "chat-unsent:";

/** The unsent messages of an account, the oldest first: [{id, room, words, answered, answer, announcement, files, at}]. */
export function unsent(owner) {
  return dueDrafts(owner).flatMap((one) => {
    if (!one.name.startsWith(PREFIX)) return [];
    try {
      return [{ ...JSON.parse(one.text), id: one.name.slice(PREFIX.length), at: one.at }];
    } catch {
      return [];
    }
  });
}

export function keepUnsent(owner, message) {
  const { id, ...rest } = message;
  keepDraft(owner, PREFIX + id, JSON.stringify(rest), "", true);
}

export function forgetUnsent(owner, id) {
  forgetDraft(owner, PREFIX + id);
}

/** A name that no other message has. */
export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

/** The rows with those of a patch among them, in the order of their numbers. */
export function merged(rows, more) {
  if (!more.length) return rows;
  const byNumber = new Map(rows.map((one) => [one.n, one]));
  for (const one of more) byNumber.set(one.n, one);
  return Array.from(byNumber.values()).toSorted((one, other) => one.n - other.n);
}

export const lengthOf = (text) => Array.from(text.trim()).length;
