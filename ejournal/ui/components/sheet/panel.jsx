/* One cell opened: a sheet from below on phones, a drawer at the side on desktops. */

import { useEffect, useId, useRef, useState } from "react";
import { DraftBox } from "$/public/external/ejournal/ui/components/draft/draft/draft.jsx";
import { entryOf } from "./grammar.js";
import { LATE, parts, shortName, withCode } from "./model.js";
import { Dialog, Icon, draftWords } from "./dialog.jsx";
import { columnTitle, useRow } from "./grid.jsx";

const LATE_MINUTES = [5, 10, 15];
const MOST_MINUTES = 45; // a whole lesson
const MANY_MARKS = 12; // from here on a number field serves better than buttons
const SWIPE = 60;

/** A big key: a mark, or a code with its word below. */
function Key({ on, label, word, ...rest }) {
  return (
    <button type="button" className="sj-key" aria-pressed={on} {...rest}>{label}{word && <small>{word}</small>}</button>
  );
}

/** Buttons of the marks; for a long scale a field that reads what is typed as the keys in the sheet are read. */
function MarkKeys({ store, sheet, value, onPick, onEntry, term }) {
  const [text, setText] = useState("");
  const [no, setNo] = useState("");
  if (sheet.marks.length <= MANY_MARKS) {
    return sheet.marks.map((m) => (
      <Key key={m} label={m} on={value === m} onClick={() => onPick(m)} style={m.length > 3 ? { fontSize: 15 } : undefined} />
    ));
  }
  const send = (event) => {
    event.preventDefault();
    const entry = entryOf(text, sheet.grammar, term);
    if (entry.no || entry.v === "") return setNo(store.refusal(entry.no || "unknown", text));
    setText("");
    return entry.values.length === 1 && !entry.code ? onPick(entry.v) : onEntry(entry.v);
  };
  const write = (event) => {
    setText(event.target.value);
    setNo("");
  };
  return (
    <form className="sj-number-form" onSubmit={send}>
      <input inputMode="decimal" className="sj-input" aria-label={store.words.mark} value={text} placeholder={value}
        aria-invalid={no ? true : undefined} onChange={write} />
      <button type="submit" className="sj-button is-main" aria-label={store.words.set} disabled={!text.trim()}><Icon name="check" /></button>
      {no && <p className="sj-news is-bad" role="alert"><Icon name="alert" /><span>{no}</span></p>}
    </form>
  );
}

function LateMinutes({ words, minutes, onPick }) {
  return (
    <div className="sj-minutes" role="group" aria-label={words.minutes_late}>
      <span className="sj-minutes-word">{words.minutes_late}</span>
      {LATE_MINUTES.map((n) => <Key key={n} label={n} on={minutes === n} onClick={() => onPick(n)} />)}
      <div className="sj-stepper">
        <button type="button" aria-label={words.less} onClick={() => onPick(Math.max(1, (minutes || 1) - 1))}><Icon name="minus" /></button>
        <output aria-live="polite">{minutes || "—"}</output>
        <button type="button" aria-label={words.more_minutes} onClick={() => onPick(Math.min(MOST_MINUTES, (minutes || 0) + 1))}><Icon name="plus" /></button>
      </div>
    </div>
  );
}

/** Kind of work and comment of one of the cell's marks. */
function AboutMark({ store, words, kinds, kind, onKind, draft, comment, onComment, disabled }) {
  const id = useId();
  return (
    <div className="sj-about">
      <label className="sj-field"><span>{words.kind}</span>
        <select className="sj-input" value={kind} onChange={(e) => onKind(e.target.value)}>
          <option value="">{words.kind_of_lesson}</option>
          {kinds.map((k) => <option key={k.value} value={k.value}>{`${k.label} · ${words.weight} ${k.weight}`}</option>)}
        </select>
      </label>
      <div className="sj-field"><label htmlFor={id}>{words.comment}</label>
        <DraftBox id={id} className="sj-input" disabled={disabled} placeholder={disabled ? words.comment_after : ""} words={draftWords(words)}
          owner={store.queue.shelf.owner} draft={draft} saved={comment} limit={store.book.sheet.limits.comment}
          onSave={(text) => onComment(text.trim())} onKeyDown={(e) => e.key === "Enter" && e.stopPropagation()} />
      </div>
    </div>
  );
}

/** What the cell went through; folded on phones, where a sheet that grows would slip from under the finger. */
function History({ words, detail, phone }) {
  const lines = detail?.lines || [];
  const list = lines.length > 0 && (
    <ol>
      {lines.map((line, i) => (
        <li key={i}><span>{line.text}</span><small>{[line.who, line.when].filter(Boolean).join(" · ")}</small></li>
      ))}
    </ol>
  );
  if (phone) return <details className="sj-history"><summary>{words.history}</summary>{list || <p>{words.no_history}</p>}</details>;
  return list && <section className="sj-history"><h3>{words.history}</h3>{list}</section>;
}

function LessonEntry({ store, sheet, r, c, view, detail, kinds, words }) {
  const cell = parts(view.text);
  const marks = cell.marks ? cell.marks.split("/") : [];
  const [slot, setSlot] = useState(0);
  const [more, setMore] = useState(false);
  const [kind, setKind] = useState(null);
  const saved = detail?.marks?.find((m) => m.slot === slot + 1);
  const ahead = store.book.columns[c].future && words.ahead; // a lesson to come takes absences alone
  const put = (v, extra = {}) => store.put([{ r, c, v, ...extra }]);
  const pick = (mark) => {
    const next = [...marks];
    next[Math.min(slot, marks.length)] = mark;
    put(withCode(next.join("/"), cell.late), kind ? { kind, slot: slot + 1 } : {});
  };
  const code = (v) => put(v === view.text ? "" : v);
  const lateFor = (n) => put(withCode(view.text, `${LATE} ${n}`));
  const onKind = (id) => {
    setKind(id);
    if (marks[slot]) put(view.text, { kind: id, slot: slot + 1 });
  };
  return (
    <>
      {ahead && <p className="sj-news"><Icon name="wait" /><span>{ahead}</span></p>}
      {(marks.length > 1 || slot > 0) && (
        <div className="sj-slots" role="group" aria-label={words.which_mark}>
          {[0, 1].map((i) => (
            <button type="button" key={i} aria-pressed={slot === i} onClick={() => setSlot(i)}>
              {i ? words.second_mark : words.first_mark}<b>{marks[i] || "—"}</b></button>
          ))}
        </div>
      )}
      <div className="sj-keys">
        {!ahead && <MarkKeys store={store} sheet={sheet} value={marks[slot]} onPick={pick} onEntry={put} />}
        <Key label="н" word={words.absent} on={cell.absence === "н"} onClick={() => code("н")} />
        {!ahead && <Key label={LATE} word={words.late} on={cell.late !== ""}
          onClick={() => (cell.late ? put(cell.marks) : lateFor(LATE_MINUTES[0]))} />}
        <Key label="б" word={words.ill} on={cell.absence === "б"} onClick={() => code("б")} />
        <button type="button" className="sj-key is-word" aria-expanded={more} onClick={() => setMore(!more)}>{words.more}</button>
      </div>
      {more && (
        <div className="sj-keys is-pairs">
          {[["у/п", words.excused], ["н/п", words.unexcused], ["осв", words.exempt]].map(([v, word]) => (
            <Key key={v} label={v} word={word} on={cell.absence === v} onClick={() => code(v)} />
          ))}
          {!ahead && sheet.marks.length > 0 && <Key label={`${marks[0] || sheet.marks[0]}/…`} word={words.second} on={slot === 1}
            disabled={!marks.length} onClick={() => setSlot(1)} />}
        </div>
      )}
      {cell.late && <LateMinutes words={words} minutes={cell.minutes} onPick={lateFor} />}
      {!ahead && <AboutMark key={slot} store={store} draft={`comment:${store.book.sheet.rows[r].id}:${store.book.columns[c].id}:${slot}`} words={words} kinds={kinds} kind={kind ?? String(saved?.kind_id ?? "")} onKind={onKind}
        comment={saved?.comment || ""} disabled={!marks[slot]}
        onComment={(text) => put(store.view(r, c).text, { comment: text, slot: slot + 1 })} />}
    </>
  );
}

function TermEntry({ store, sheet, r, c, view, words }) {
  const proposal = store.book.proposal(r, c);
  const put = (v) => store.put([{ r, c, v }]);
  return (
    <>
      {proposal && (
        <p className="sj-proposed">{words.proposed} <b>{proposal}</b>
          {view.text !== proposal && <button type="button" className="sj-button" onClick={() => put(proposal)}>{words.accept}</button>}
        </p>
      )}
      <div className="sj-keys">
        <MarkKeys store={store} sheet={sheet} value={view.text} onPick={put} onEntry={put} term />
      </div>
      <div className="sj-keys is-pairs">
        <Key label="н/а" word={words.not_attested} on={view.text === "н/а"} onClick={() => put("н/а")} />
        <Key label="осв" word={words.exempt} on={view.text === "осв"} onClick={() => put("осв")} />
      </div>
    </>
  );
}

/** Refused or waiting: said where the eye is. */
function CellNews({ store, view, r, c, words }) {
  if (view.state === "refused") {
    return (
      <p className="sj-news is-bad" role="alert"><Icon name="alert" /><span>{view.error}</span>
        <button type="button" className="sj-link" onClick={() => store.revert(r, c)}>{words.discard}</button></p>
    );
  }
  if (store.note?.text) return <p className="sj-news" role="alert"><Icon name="alert" /><span>{store.note.text}</span></p>;
  return view.waiting ? <p className="sj-news"><Icon name="wait" /><span>{words.waits}</span></p> : null;
}

/** To the pupil before and to the next one, and nothing at all for this one. */
function PanelFoot({ store, sheet, r, c, view, next, back, go, close, words }) {
  return (
    <>
      {store.editable(r, c) && <button type="button" className="sj-button" disabled={!view.text}
        onClick={() => store.put([{ r, c, v: "" }])}>{words.clear}</button>}
      <button type="button" className="sj-button is-square" disabled={back < 0} onClick={() => go(back)}
        aria-label={words.previous}><Icon name="back" /></button>
      <button type="button" className="sj-button is-main is-wide" onClick={() => (next >= 0 ? go(next) : close())}>
        <span>{next >= 0 ? <><span className="sj-sr">{words.next} </span>{shortName(sheet.rows[next].name)}</> : words.done}</span>
        <Icon name={next >= 0 ? "next" : "check"} /></button>
    </>
  );
}

function PanelAside({ col, row, words }) {
  return (
    <p className="sj-panel-aside"><span>{columnTitle(col)}</span>
      {row.average && <span>{words.average_word} <b>{row.average}</b></span>}</p>
  );
}

export function Panel({ store, sheet, detail, kinds, words, phone }) {
  const { r, c } = store.panel;
  const p = sheet.rows[r].id;
  useRow(store, p);
  const row = store.book.rows.get(p);
  const col = store.book.columns[c];
  const view = store.view(r, c);
  const own = detail?.p === p && detail?.c === col.id ? detail : null;
  const confirmed = row.cells[c];
  const asked = useRef("");
  useEffect(() => {
    const now = `${p} ${col.id} ${confirmed}`;
    if (asked.current !== now) store.tell("open", p, col.id);
    asked.current = now;
  }, [store, p, col.id, confirmed]);
  useEffect(() => {
    document.getElementById(`${store.uid}-${r}-${c}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [store.uid, r, c]);
  const close = () => store.closePanel();
  const next = store.book.nextRow(r, c, 1);
  const back = store.book.nextRow(r, c, -1);
  const go = (to) => to >= 0 && store.openPanel(to, c);
  const start = useRef(null);
  const swipe = (event) => {
    const touch = event.changedTouches[0];
    const dx = touch.clientX - start.current.x;
    if (Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(touch.clientY - start.current.y)) go(dx < 0 ? next : back);
  };
  const onKeyDown = (event) => {
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(event.key === "ArrowDown" ? next : back);
    } else if (event.key === "Backspace" && !store.typing.begins()) store.typing.back();
    else if (event.key === "Delete" || event.key === "Backspace") store.clear(r, c);
    else if (event.key.length === 1 && (event.key !== " " || event.target.tagName !== "BUTTON")) store.press(event);
  };
  const Entry = col.term ? TermEntry : LessonEntry;
  const can = store.editable(r, c);
  return (
    <Dialog className="sj-panel" title={row.name} words={words} onClose={close} onKeyDown={onKeyDown}
      onTouchStart={(e) => { start.current = { x: e.touches[0].clientX, y: e.touches[0].clientY }; }} onTouchEnd={swipe}
      aside={<PanelAside {...{ col, row, words }} />}
      foot={<PanelFoot {...{ store, sheet, r, c, view, next, back, go, close, words }} />}>
      <CellNews {...{ store, view, r, c, words }} />
      {can ? <Entry key={`${p} ${col.id}`} {...{ store, sheet, r, c, view, detail: own, kinds, words }} />
        : <p className="sj-lead">{view.text && !view.closed && <b className="sj-fixed-mark">{view.text}</b>}{store.whyClosed(r, c)}</p>}
      <History words={words} detail={own} phone={phone} />
    </Dialog>
  );
}
