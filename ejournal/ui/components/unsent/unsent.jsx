/* Absences that were written without a network: listed, sent when it is back, and gone once the server has them. */

import { jsx } from "@emotion/react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { dueDrafts, forgetDraft, keepDraft, whenDraftsChange } from "$/public/external/ejournal/ui/components/draft/draft/drafts.js";

const PREFIX = "unsent-absence:";

function kept(owner) {
  return dueDrafts(owner).flatMap((one) => (one.name.startsWith(PREFIX) ? [{ ...JSON.parse(one.text), id: one.name }] : []));
}

export function UnsentAbsences({ owner, words, connected, answer, onSend }) {
  const [rows, setRows] = useState([]);
  const [refused, setRefused] = useState({});
  const sent = useRef(new Set());
  const look = useEffectEvent(() => {
    const found = kept(owner);
    setRows(found);
    if (!connected) return sent.current.clear();
    for (const one of found) {
      if (sent.current.has(one.id)) continue;
      sent.current.add(one.id);
      onSend(one.id, one.child, one.starts, one.ends, one.code, one.note);
    }
    return undefined;
  });
  useEffect(() => look(), [owner, connected]);
  useEffect(() => whenDraftsChange(() => look()), []);
  const hear = useEffectEvent(() => {
    if (!answer?.id) return;
    if (answer.error) setRefused((all) => ({ ...all, [answer.id]: answer.error }));
    else forgetDraft(owner, answer.id);
  });
  useEffect(() => hear(), [answer?.seq]);
  /** The words for the class teacher go on into the form. */
  const correct = (one) => {
    if (one.note) keepDraft(owner, `absence:${one.child}`, one.note, "");
    forgetDraft(owner, one.id);
  };
  if (!rows.length) return null;
  return jsx("section", { className: "sheet unsent", role: "status" },
    jsx("h2", null, words.title),
    jsx("ul", null, rows.map((one) => jsx("li", { key: one.id },
      jsx("span", null, one.words),
      jsx("em", null, refused[one.id] ?? words.waits),
      refused[one.id] && jsx("a", { href: `/diary/absences?child=${one.child}&announce=yes`, onClick: () => correct(one) }, words.correct),
      refused[one.id] && jsx("button", { type: "button", onClick: () => forgetDraft(owner, one.id) }, words.discard)))));
}
