/* A field whose text is not lost: kept in the browser while it is typed, counted near the limit, saved after a pause. */

import { jsx } from "@emotion/react";
import { Fragment, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { draftOf, forgetDraft, keepDraft } from "./drafts.js";

const NEAR = 0.9; // of the limit: from here on the letters are counted
const NO_WORDS = {};

const fill = (template, values) => (template || "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
/** What no database keeps and nobody sees. */
const UNKEPT = /(?![\n\t])[\p{Cc}\p{Co}\p{Cs}]/gu;
const plain = (text) => (text || "").replace(UNKEPT, "").trim();
const same = (one, other) => plain(one) === plain(other);
/** As the server counts: whole characters, without white space at the ends. */
const lengthOf = (text) => [...text.trim()].length;

/** Brings the draft that was left here back, and follows what the server holds. */
function useServer({ owner, draft, saved, overtaken, now, show, setRestored, setDue, commit }) {
  const overtake = (base) => {
    now.touched = false; // it waits for its button
    now.sent = [];
    setDue(false);
    setRestored(base);
    keepDraft(owner, draft, now.text, base);
  };
  const settle = () => {
    now.sent = [];
    setDue(false);
    setRestored(null);
    forgetDraft(owner, draft);
  };
  const restore = useEffectEvent((found) => {
    if (!found) return;
    if (same(found.text, now.saved)) return void forgetDraft(owner, draft);
    show(found.text);
    if (!found.due || !same(found.base, now.saved)) return void setRestored(found.base);
    now.touched = true;
    commit();
  });
  useEffect(() => restore(draftOf(owner, draft)), [owner, draft]);
  const follow = useEffectEvent((stands) => {
    const was = now.saved;
    now.saved = stands;
    if (same(was, stands)) return;
    const answered = now.sent.findIndex((one) => same(one, stands));
    now.sent = now.sent.slice(answered + 1);
    if (same(now.text, stands)) settle(); // but for a space that the hand is just going on from
    else if (answered >= 0) return; // more was typed meanwhile: it stays
    else if (same(now.text, was) || same(now.text, now.sent.at(-1) ?? was)) {
      now.left = now.text;
      settle();
      show(stands);
    } else overtake(was);
  });
  useEffect(() => follow(saved), [saved]);
  // The server has not written over what another wrote here: both are shown.
  const refuse = useEffectEvent(() => {
    if (!draft || overtaken?.draft !== draft) return;
    if (same(now.text, now.saved)) show(now.left);
    overtake(overtaken.base);
  });
  useEffect(() => refuse(), [overtaken?.seq]);
}

/** Saves what is due when the field is left and when the network is back; what was refused is due no more. */
function useWaiting({ owner, draft, refused, connected, now, setDue, commit }) {
  const leave = useEffectEvent(commit);
  useEffect(() => () => leave(), []);
  const again = useEffectEvent(() => now.due && commit());
  useEffect(() => {
    if (connected) again();
  }, [connected]);
  const giveUp = useEffectEvent(() => {
    setDue(false);
    if (draftOf(owner, draft)) keepDraft(owner, draft, now.text, now.saved);
  });
  useEffect(() => {
    if (refused === true) giveUp();
  }, [refused]);
}

/** The text, what is said of it, and what the box does with each letter. */
function useDraft({ owner, draft, saved, limit, pause, tellsAll, words, refused, connected, overtaken, onSave, onText }) {
  const [text, setText] = useState(saved);
  const [restored, setRestored] = useState(null); // what stood there when the draft was begun
  const [due, showDue] = useState(false); // to be saved, and not answered yet
  const memory = useRef({ text: saved, saved, sent: [], left: saved, touched: false, due: false });
  const box = useRef(null);
  const timer = useRef(null);
  const now = memory.current;
  now.props = { owner, draft, limit: tellsAll ? 0 : limit, onSave, connected };

  const show = (value) => {
    now.text = value;
    setText(value);
    onText?.(value);
  };
  const setDue = (value) => {
    now.due = value;
    showDue(value);
  };
  /** A restored draft that nobody has touched waits for its button; what is typed without a network waits for that. */
  const commit = () => {
    clearTimeout(timer.current);
    const { limit: most, onSave: save, connected: can } = now.props;
    if (!save || !now.touched || same(now.text, now.saved) || (most && lengthOf(now.text) > most)) return;
    if (can !== undefined) {
      setDue(true);
      keepDraft(owner, draft, now.text, now.saved, true);
    }
    if (can === false) return;
    now.sent = [...now.sent, now.text];
    save(now.text, now.saved);
  };
  const accept = () => {
    now.touched = true;
    setRestored(null);
    commit();
  };
  const type = (value) => {
    now.touched = true;
    show(value);
    if (same(value, now.saved)) forgetDraft(owner, draft);
    else keepDraft(owner, draft, value, now.saved, now.due);
    clearTimeout(timer.current);
    if (pause > 0) timer.current = setTimeout(commit, pause);
  };
  const discard = () => {
    forgetDraft(owner, draft);
    setDue(false);
    setRestored(null);
    show(now.saved);
    box.current?.focus();
  };

  useServer({ owner, draft, saved, overtaken, now, show, setRestored, setDue, commit });
  useWaiting({ owner, draft, refused, connected, now, setDue, commit });
  const over = limit ? lengthOf(text) - limit : 0;
  const tooLong = over > 0 ? fill(words.too_long, { n: over, limit }) : "";
  useLayoutEffect(() => box.current?.setCustomValidity(tooLong), [tooLong]); // no form sends what would be refused
  return { text, box, type, commit, accept, discard, restored, tooLong, waits: due && connected === false };
}

export function DraftBox({ area, owner, draft, saved, limit, pause = 0, tellsAll = false, words = NO_WORDS, connected, overtaken, onSave, onText, ...rest }) {
  const stands = saved ?? "";
  const refused = rest["aria-invalid"];
  const it = useDraft({ owner, draft, saved: stands, limit, pause, tellsAll, words, refused, connected, overtaken, onSave, onText });
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
      it.waits && jsx("p", { className: "draft-waits" }, words.waits),
      it.restored !== null && jsx("p", { className: "draft-restored" },
        jsx("span", null, same(it.restored, stands) ? words.restored : fill(words.restored_over, { text: stands || "—" })),
        onSave && !it.tooLong && jsx("button", { type: "button", onClick: it.accept }, words.save),
        jsx("button", { type: "button", onClick: it.discard }, words.discard))));
}
