/* A field whose text is not lost: kept in the browser while it is typed, counted near the limit, saved after a pause. */

import { jsx } from "@emotion/react";
import { Fragment, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { draftOf, forgetDraft, keepDraft } from "./drafts.js";

const NEAR = 0.9; // of the limit: from here on the letters are counted
const NO_WORDS = {};

const fill = (template, values) => (template || "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const same = (one, other) => (one || "").trim() === (other || "").trim();
/** As the server counts: whole characters, without white space at the ends. */
const lengthOf = (text) => [...text.trim()].length;

/** Brings the draft that was left here back, and follows what the server holds. */
function useServer({ owner, draft, saved, now, show, setRestored }) {
  const restore = useEffectEvent((found) => {
    if (!found || same(found.text, now.saved)) return;
    show(found.text);
    setRestored(found.base);
  });
  useEffect(() => restore(draftOf(owner, draft)), [owner, draft]);
  const follow = useEffectEvent((stands) => {
    const was = now.saved;
    now.saved = stands;
    if (same(was, stands)) return;
    const isThere = same(now.text, stands); // but for a space that the hand is just going on from
    if (!isThere && !same(now.text, now.sent ?? was)) return; // more was typed meanwhile: it stays
    now.sent = null;
    forgetDraft(owner, draft);
    setRestored(null);
    if (!isThere) show(stands);
  });
  useEffect(() => follow(saved), [saved]);
}

/** The text, what is said of it, and what the box does with each letter. */
function useDraft({ owner, draft, saved, limit, pause, tellsAll, words, onSave, onText }) {
  const [text, setText] = useState(saved);
  const [restored, setRestored] = useState(null); // what stood there when the draft was begun
  const memory = useRef({ text: saved, saved, sent: null, touched: false });
  const box = useRef(null);
  const timer = useRef(null);
  const now = memory.current;
  now.props = { owner, draft, limit: tellsAll ? 0 : limit, onSave };

  const show = (value) => {
    now.text = value;
    setText(value);
    onText?.(value);
  };
  /** A restored draft that nobody has touched waits for its button. */
  const commit = () => {
    clearTimeout(timer.current);
    const { limit: most, onSave: save } = now.props;
    if (!save || !now.touched || same(now.text, now.saved) || (most && lengthOf(now.text) > most)) return;
    now.sent = now.text;
    save(now.text);
  };
  const accept = () => {
    now.touched = true;
    commit();
  };
  const type = (value) => {
    now.touched = true;
    show(value);
    if (same(value, now.saved)) forgetDraft(owner, draft);
    else keepDraft(owner, draft, value, now.saved);
    clearTimeout(timer.current);
    if (pause > 0) timer.current = setTimeout(commit, pause);
  };
  const discard = () => {
    forgetDraft(owner, draft);
    setRestored(null);
    show(now.saved);
    box.current?.focus();
  };

  useServer({ owner, draft, saved, now, show, setRestored });
  const leave = useEffectEvent(commit);
  useEffect(() => () => leave(), []);

  const over = limit ? lengthOf(text) - limit : 0;
  const tooLong = over > 0 ? fill(words.too_long, { n: over, limit }) : "";
  useLayoutEffect(() => box.current?.setCustomValidity(tooLong), [tooLong]); // no form sends what would be refused
  return { text, box, type, commit, accept, discard, restored, tooLong };
}

export function DraftBox({ area, owner, draft, saved, limit, pause = 0, tellsAll = false, words = NO_WORDS, onSave, onText, ...rest }) {
  const stands = saved ?? "";
  const it = useDraft({ owner, draft, saved: stands, limit, pause, tellsAll, words, onSave, onText });
  const count = limit ? lengthOf(it.text) : 0;
  const onKeyDown = (event) => {
    rest.onKeyDown?.(event);
    if (event.key === "Enter" && !area && onSave) it.commit();
  };
  const said = rest["aria-describedby"];
  const note = rest.id ? `${rest.id}-draft` : undefined;
  return jsx(Fragment, null,
    jsx(area ? "textarea" : "input", {
      ...rest, ref: it.box, value: it.text, onKeyDown, onChange: (event) => it.type(event.target.value), onBlur: it.commit,
      "aria-invalid": it.tooLong ? true : rest["aria-invalid"],
      "aria-describedby": [said, note].filter(Boolean).join(" ") || undefined,
    }),
    jsx("div", { id: note, className: "draft-notes", "aria-live": "polite" },
      it.tooLong ? jsx("p", { className: "draft-too-long" }, it.tooLong)
        : count > limit * NEAR ? jsx("p", { className: "draft-count" }, fill(words.count, { n: count, limit })) : null,
      it.restored !== null && jsx("p", { className: "draft-restored" },
        jsx("span", null, same(it.restored, stands) ? words.restored : fill(words.restored_over, { text: stands || "—" })),
        onSave && !it.tooLong && jsx("button", { type: "button", onClick: it.accept }, words.save),
        jsx("button", { type: "button", onClick: it.discard }, words.discard))));
}
