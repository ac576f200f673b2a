/* The line below the sheet: is everything saved, what was refused and why, which keys do what. */

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

function Saved({ store, words }) {
  const { waiting, elsewhere } = store.queue.counts();
  const offline = !store.queue.connected || store.queue.tries > 0;
  const saving = useSlow(waiting > 0);
  let state = "saved";
  if (offline && waiting) state = "offline";
  else if (saving) state = "saving";
  const icon = { saved: "check", saving: "wait", offline: "alert" }[state];
  return <p className={`sj-saved is-${state}`} role="status"><Icon name={icon} /><span>{fill(words[state], { n: waiting })}</span>
    {elsewhere > 0 && <b className="sj-elsewhere">{fill(words.elsewhere, { n: elsewhere })}</b>}</p>;
}

function Refusals({ store, words }) {
  const all = store.queue.refusals();
  if (!all.length || store.ask) return <div role="alert" className="sj-alert is-empty" />;
  const { r, c } = store.cursor;
  const here = [store.sheet.rows[r]?.id, store.columns[c]?.id];
  const op = all.find((one) => one.p === here[0] && one.c === here[1]) || all[0];
  const row = store.rows.get(op.p);
  const col = store.columns[store.at.get(op.c)];
  const again = () => {
    if (!op.needs_reason && !op.conflict) return store.again([op]);
    store.ask = { type: op.needs_reason ? "reason" : "conflict", ops: [op] };
    return store.touch(null);
  };
  const drop = () => {
    store.queue.drop(op.p, op.c);
    store.focus();
  };
  return (
    <div role="alert" className="sj-alert">
      <Icon name="alert" />
      <span><b>{row?.name}, {col?.title || col?.day}: «{op.v || "—"}»</b> {op.error}
        {all.length > 1 && <em>{fill(words.refused_more, { n: all.length - 1 })}</em>}</span>
      <button type="button" className="sj-link" onClick={again}>{words.retry}</button>
      <button type="button" className="sj-link" onClick={drop}>{words.discard}</button>
    </div>
  );
}

function Note({ store, words }) {
  const { note } = store;
  if (!note) return null;
  return (
    <div role="status" className={"sj-note" + (note.lines?.length ? " is-warning" : "")}>
      <span>{fill(words[note.word], note.values)}</span>
      {note.lines?.length > 0 && (
        <ul>{note.lines.slice(0, 12).map((line, i) => <li key={i}>{[line.name, line.day].filter(Boolean).join(", ")} <b>«{line.value}»</b></li>)}</ul>
      )}
      <button type="button" className="sj-round" aria-label={words.close}
        onClick={() => { store.note = null; store.focus(); }}><Icon name="close" /></button>
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
      <Note store={store} words={words} />
      <div className="sj-line">
        <Saved store={store} words={words} />
        {!phone && !sheet.read_only && <Hints sheet={sheet} words={words} />}
      </div>
    </div>
  );
}
