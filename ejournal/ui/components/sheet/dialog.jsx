/* Dialogs on the browser's own <dialog>: it traps focus, closes on Escape and on Back, and gives the focus back. */

import { useEffect, useId, useRef, useState } from "react";
import { useBack } from "$/public/external/ejournal/ui/components/back/back/back.js";
import { DraftBox } from "$/public/external/ejournal/ui/components/draft/draft/draft.jsx";
import { forgetDraft } from "$/public/external/ejournal/ui/components/draft/draft/drafts.js";
import { fill, read } from "./model.js";

const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  next: "M5 12h14m-6-6l6 6-6 6",
  back: "M19 12H5m6-6l-6 6 6 6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  minus: "M6 12h12",
  plus: "M6 12h12M12 6v12",
  wait: "M12 7v5l3 2M12 3a9 9 0 100 18 9 9 0 000-18",
  lock: "M7 11V8a5 5 0 0110 0v3M6 11h12v9H6z",
  alert: "M12 8v5m0 3v.01M12 3a9 9 0 100 18 9 9 0 000-18",
};

export function Icon({ name }) {
  return (
    <svg className="sj-icon" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2"
      strokeLinecap="round" strokeLinejoin="round"><path d={PATHS[name]} /></svg>
  );
}

export function Dialog({ className, title, aside, words, onClose, onKeyDown, children, foot, ...touch }) {
  const box = useRef(null);
  const id = useId();
  useEffect(() => {
    const dialog = box.current;
    dialog.showModal();
    (dialog.querySelector("[data-first]") || dialog).focus({ preventScroll: true });
    return () => dialog.close();
  }, []);
  useBack(true, onClose);
  const outside = (event) => event.target === box.current && onClose();
  return (
    <dialog ref={box} tabIndex={-1} className={`sj-dialog ${className}`} aria-modal="true" aria-labelledby={id} onMouseDown={outside}
      onCancel={(event) => { event.preventDefault(); onClose(); }} onKeyDown={onKeyDown} {...touch}>
      <div className="sj-dialog-in">
        <header className="sj-dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="sj-round" onClick={onClose} aria-label={words.close}><Icon name="close" /></button>
          {aside}
        </header>
        <div className="sj-dialog-body">{children}</div>
        {foot && <footer className="sj-dialog-foot">{foot}</footer>}
      </div>
    </dialog>
  );
}

/** The words of a field with a draft, as DraftBox names them. */
export const draftWords = (words) =>
  Object.fromEntries(Object.entries(words).flatMap(([k, v]) => (k.startsWith("draft_") ? [[k.slice(6), v]] : [])));

/** «Белов Т., 5 ноября: 4» for each change that waits for an answer. */
function Changes({ store, ops, who }) {
  return (
    <ul className="sj-changes">
      {ops.map((op) => {
        const row = store.book.rows.get(op.p);
        const col = store.book.columns[store.book.at.get(op.c)];
        return (
          <li key={op.id}>
            <span>{row?.name}{col && <small>{col.title || col.day}</small>}</span>
            <span className="sj-change">{who ? <s>{read(op.cell).text || "—"}</s> : op.base && <s>{op.base}</s>}<Icon name="next" /><b>{op.v || "—"}</b></span>
          </li>
        );
      })}
    </ul>
  );
}

function leave(store) {
  store.ask = null;
  store.wantFocus = !store.panel && !store.roll;
  store.touch(null);
}

/** A late change needs a reason; one reason serves the whole batch. */
export function ReasonDialog({ store, words }) {
  const { ops } = store.ask;
  const [reason, setReason] = useState("");
  const id = useId();
  const close = () => leave(store);
  const send = (event) => {
    event.preventDefault();
    if (!reason.trim() || !event.target.closest("form").reportValidity()) return;
    forgetDraft(store.queue.shelf.owner, `reason:${ops[0].c}`);
    store.again(ops, { reason: reason.trim() });
    close();
  };
  return (
    <Dialog className="sj-ask" title={words.reason_title} words={words} onClose={close}>
      <p className="sj-lead">{ops[0].error}</p>
      <Changes store={store} ops={ops} />
      <form onSubmit={send}>
        <div className="sj-field"><label htmlFor={id}>{words.reason}</label>
          <DraftBox id={id} area data-first rows={3} owner={store.queue.shelf.owner} draft={`reason:${ops[0].c}`} saved=""
            limit={store.book.sheet.limits.reason} words={draftWords(words)} onText={setReason}
            onKeyDown={(e) => e.key === "Enter" && (e.ctrlKey || e.metaKey) && send(e)} />
        </div>
        <div className="sj-buttons">
          <button type="button" className="sj-button" onClick={close}>{words.cancel}</button>
          <button type="submit" className="sj-button is-main" disabled={!reason.trim()}>{words.reason_send}</button>
        </div>
      </form>
    </Dialog>
  );
}

/** Somebody else changed the same cell: keep theirs, or replace it knowingly. */
export function ConflictDialog({ store, words }) {
  const { ops } = store.ask;
  const who = [...new Set(ops.map((op) => op.who).filter(Boolean))].join(", ");
  const keep = () => {
    ops.forEach((op) => store.queue.drop(op.p, op.c));
    leave(store);
  };
  const replace = () => {
    store.again(ops.map((op) => ({ ...op, base: store.book.textOf(op.p, op.c) })), { force: true });
    leave(store);
  };
  return (
    <Dialog className="sj-ask" title={words.conflict_title} words={words} onClose={() => leave(store)}>
      <p className="sj-lead">{who ? fill(words.conflict_who, { who }) : ops[0].error}</p>
      <Changes store={store} ops={ops} who />
      <div className="sj-buttons">
        <button type="button" data-first className="sj-button" onClick={keep}>{words.keep_theirs}</button>
        <button type="button" className="sj-button is-main" onClick={replace}>{words.replace}</button>
      </div>
    </Dialog>
  );
}
