/* The line below the week: what is wrong, or free, where the hand is; read out too. */

import { cardAt, keyOf, thing } from "./model.js";

/** What is said: {tone, text}. */
function said({ view, patch, hand, now, words }) {
  const held = thing(view, now.carry);
  const card = cardAt(view, now.cursor);
  if (held) {
    const slot = hand.slot(now.over || now.hover || keyOf(now.cursor.d, now.cursor.n));
    const place = slot && (slot.w.length ? slot.w.join("; ") : words.free);
    return { tone: slot?.s, text: `${words.carrying} ${held.title}. ${place || words.carry_hint}` };
  }
  if (patch?.refused) return { tone: "error", text: patch.refused };
  if (card?.w.length) return { tone: card.s, text: card.w.join("; ") };
  return { tone: "", text: view.editable ? words.hint : "" };
}

export function Status(props) {
  const { tone, text } = said(props);
  return <p className={"tb-status" + (tone ? ` is-${tone}` : "")} role="status">{text}</p>;
}
