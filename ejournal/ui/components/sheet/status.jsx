/* The line below the sheet says one thing at a time: what is so with what was written. Above it: what came of many, what was refused. */

import { useEffect, useState } from "react";
import { fill } from "./model.js";
import { Icon } from "./dialog.jsx";
import { useStore } from "./grid.jsx";

const FLICKER = 350; // ms: a quick answer needs no «saving»

function useSlow(on) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(on), on ? FLICKER : 0);
    return () => clearTimeout(timer);
  }, [on]);
  return on && slow;
}

const ICONS = { saved: "check", rest_saved: "check", saving: "wait", offline: "alert", refused: "alert", warned: "alert", reading: "lock" };

/** The one state that holds, the gravest first, and its words. */
function stateOf(store, sheet, slow) {
  const { words, queue, note, batch } = store;
  const { waiting } = queue.counts();
  const refused = queue.refusals().length;
  const say = (is, values) => ({ is, text: fill(words[is], values) });
  if (waiting && (!queue.connected || queue.tries > 0)) return say("offline", { n: waiting });
  if (slow) return say("saving");
  if (note?.text) return { is: note.warning ? "warned" : "refused", text: note.text };
  if (refused) return say("refused", { n: refused });
  if (sheet.read_only) return { is: "reading", text: sheet.why || words.read_only };
  const part = batch && !batch.undone && (batch.skipped.length || batch.refused.length);
  return say(part ? "rest_saved" : "saved");
}

function Saved({ store, sheet, words }) {
  const { waiting, elsewhere } = store.queue.counts();
  const slow = useSlow(waiting > 0);
  const { is, text } = stateOf(store, sheet, slow);
  return <p className={`sj-saved is-${is}`} role="status"><Icon name={ICONS[is]} /><span>{text}</span>
    {elsewhere > 0 && <b className="sj-elsewhere">{fill(words.elsewhere, { n: elsewhere })}</b>}</p>;
}

function Refusals({ store, words }) {
  const all = store.queue.refusals();
  if (!all.length || store.ask) return <div role="alert" className="sj-alert is-empty" />;
  const { r, c } = store.cursor;
  const here = [store.book.sheet.rows[r]?.id, store.book.columns[c]?.id];
  const op = all.find((one) => one.p === here[0] && one.c === here[1]) || all[0];
  const row = store.book.rows.get(op.p);
  const col = store.book.columns[store.book.at.get(op.c)];
  const again = () => {
    if (!op.needs_reason && !op.conflict) return store.again([op]);
    store.ask = { type: op.needs_reason ? "reason" : "conflict", ops: [op] };
    return store.touch(null);
  };
  return (
    <div role="alert" className="sj-alert">
      <Icon name="alert" />
      <span><b>{row?.name}, {col?.title || col?.day}: «{op.v || "—"}»</b> {op.error}
        {all.length > 1 && <em>{fill(words.refused_more, { n: all.length - 1 })}</em>}</span>
      <button type="button" className="sj-link" onClick={again}>{words.retry}</button>
      <button type="button" className="sj-link" onClick={() => store.giveUp(op)}>{words.discard}</button>
    </div>
  );
}

/** One value that went nowhere: whose, where, what, and why. */
function Skipped({ one, words }) {
  const who = one.name || (one.line ? fill(words.paste_line, { n: one.line }) : "");
  return <li>{[who, one.day].filter(Boolean).join(", ")} {one.value && <b>«{one.value}»</b>}{one.why && <> — {one.why}</>}</li>;
}

/** What came of a change of many cells: how many stand, which do not and why, and the way back. */
function Many({ store, words }) {
  const { batch } = store;
  if (!batch) return null;
  const bad = [...batch.refused, ...batch.skipped];
  const close = () => {
    store.batch = null;
    store.focus();
  };
  const undo = () => store.undoBatch();
  return (
    <div role="status" className={"sj-note" + (bad.length && !batch.undone ? " is-warning" : "")}>
      <span>{batch.undone ? words.taken_back : fill(words[`${batch.title}_done`], { ...batch.values, n: batch.set + batch.same })}
        {!batch.undone && bad.length > 0 && <> {fill(words.many_not, { n: bad.length })}</>}
        {!batch.undone && batch.empty > 0 && <> {fill(words.many_empty, { n: batch.empty })}</>}</span>
      {!batch.undone && bad.length > 0 && <ul tabIndex={0}>{bad.map((one, i) => <Skipped key={i} one={one} words={words} />)}</ul>}
      {!batch.undone && batch.ids.size > 0 && <button type="button" className="sj-link" onClick={undo}>{words.undo_many}</button>}
      <button type="button" className="sj-round" aria-label={words.close} onClick={close}><Icon name="close" /></button>
    </div>
  );
}

function Hints({ sheet, words }) {
  const digits = sheet.marks.filter((m) => /^\d+$/.test(m)).map(Number);
  const range = digits.length ? [Math.min(...digits), Math.max(...digits)] : [];
  return (
    <p className="sj-hints" aria-hidden="true">
      {range.length > 0 && <span><kbd>{range[0]}</kbd>–<kbd>{range[1]}</kbd> {words.hint_mark}</span>}
      {range.length > 0 && <span><kbd>{range[1]}</kbd><kbd>/</kbd><kbd>{range[1] - 1}</kbd> {words.hint_two}</span>}
      <span><kbd>н</kbd><kbd>б</kbd><kbd>о</kbd> {words.hint_absent}</span>
      <span><kbd>Enter</kbd> {words.hint_down}</span>
      <span><kbd>F2</kbd> {words.hint_details}</span>
    </p>
  );
}

export function StatusLine({ store, sheet, words, phone }) {
  useStore(store);
  return (
    <div className="sj-status">
      <Refusals store={store} words={words} />
      <Many store={store} words={words} />
      <div className="sj-line">
        <Saved store={store} sheet={sheet} words={words} />
        {!phone && !sheet.read_only && <Hints sheet={sheet} words={words} />}
      </div>
    </div>
  );
}
