/* Texts of other lessons that wait in this browser: saved by themselves when the network is there, and listed until they are. */

import { jsx } from "@emotion/react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { dueDrafts, forgetDraft, whenDraftsChange } from "$/public/external/ejournal/ui/components/draft/draft/drafts.js";

const NAME = /^(\w+):(L\d+)$/;
const same = (one, other) => (one || "").trim() === (other || "").trim();

/** The waiting drafts whose names say a lesson, with the lesson's line where the page holds it. */
function taken(owner, lines, fields) {
  return dueDrafts(owner).flatMap((one) => {
    const [, field, column] = NAME.exec(one.name) || [];
    if (!fields[field]) return [];
    const line = lines.find((other) => other.id === column);
    return [{ ...one, field, column, line, stands: line?.[fields[field].value] ?? "" }];
  });
}

/** The reason why a text is still here. */
function reason(one, refused, words) {
  if (refused[one.name]) return refused[one.name];
  return same(one.base, one.stands) ? words.waits : words.overtaken;
}

export function WaitingTexts({ owner, lines, shown, fields, words, connected, answer, onSend, onChoose }) {
  const [drafts, setDrafts] = useState([]);
  const [refused, setRefused] = useState({});
  const sent = useRef(new Set());
  const look = useEffectEvent(() => {
    const found = taken(owner, lines, fields).filter((one) => one.column !== shown);
    const done = found.filter((one) => one.line && same(one.text, one.stands));
    for (const one of done) forgetDraft(owner, one.name);
    setDrafts(found.filter((one) => !done.includes(one)));
    if (!connected) return sent.current.clear();
    for (const one of found) {
      if (!one.line || done.includes(one) || sent.current.has(one.name) || !same(one.base, one.stands)) continue;
      sent.current.add(one.name);
      onSend(one.column, one.field, one.text, one.stands);
    }
    return undefined;
  });
  useEffect(() => look(), [owner, lines, shown, connected]);
  useEffect(() => whenDraftsChange(() => look()), []);
  const hear = useEffectEvent(() => {
    if (answer?.draft) setRefused((all) => ({ ...all, [answer.draft]: answer.error }));
  });
  useEffect(() => hear(), [answer?.seq]);

  const here = drafts.filter((one) => one.line);
  const elsewhere = drafts.length - here.length;
  if (!drafts.length) return null;
  return jsx("div", { className: "draft-waiting", role: "status" },
    jsx("ul", null, here.map((one) => jsx("li", { key: one.name },
      jsx("span", null, `${one.line.day}, ${fields[one.field].label}: «${one.text}»`),
      jsx("em", null, reason(one, refused, words)),
      jsx("button", { type: "button", onClick: () => onChoose(one.column) }, words.choose)))),
    elsewhere > 0 && jsx("p", null, words.elsewhere.replace("{n}", elsewhere)));
}
