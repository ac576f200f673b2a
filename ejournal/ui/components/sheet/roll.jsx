/* The roll call: a tap on any row says absent, the next late, the next here; or down the list with three buttons; a count at the end. */

import { useEffect, useRef, useState } from "react";
import { after, callOver, isCalled, peopleOf, tapped } from "./calling.js";
import { fill, letterOf, shortName } from "./model.js";
import { Dialog, Icon } from "./dialog.jsx";
import { columnTitle, useStore } from "./grid.jsx";

function Summary({ words, people }) {
  const names = (kind) => people.filter((one) => one.is === kind).map((one) => one.name);
  const line = (kind, word) => {
    const list = names(kind);
    return <div className={`is-${kind}`}><dt>{word}</dt><dd><b>{list.length}</b><span>{kind === "here" ? "" : list.join(", ")}</span></dd></div>;
  };
  return (
    <dl className="sj-summary">{line("here", words.here)}{line("absent", words.absent)}{line("late", words.late)}</dl>
  );
}

function Pupil({ one, current, words, onPick, onTap }) {
  const choice = (kind, word) => (
    <button type="button" className={`sj-choice is-${kind}`} aria-pressed={one.is === kind} data-kind={kind}
      onClick={() => onPick(kind)}>{word}</button>
  );
  return (
    <li className={current ? "is-current" : ""} data-row={one.r} aria-current={current || undefined}>
      <button type="button" className="sj-roll-name" aria-pressed={one.is === "absent"} onClick={onTap}><small>{one.number}</small><span>{one.name}</span>
        {one.is && <b className={`is-${one.is}`}>{one.is === "here" ? words.here : one.text}</b>}</button>
      <span className="sj-choices" role="group" aria-label={one.name}>
        {choice("here", words.here)}{choice("absent", words.absent)}{choice("late", words.late)}
      </span>
    </li>
  );
}

export function RollCall({ store, words }) {
  useStore(store);
  const { c } = store.roll;
  const list = useRef(null);
  const button = useRef(null);
  const [seen, setSeen] = useState(() => new Set());
  const [over, setOver] = useState(false);
  const { people, apart } = peopleOf(store, c, seen);
  const left = people.filter((one) => !isCalled(one, seen));
  const currentRow = left[0]?.r;

  useEffect(() => {
    if (over) button.current?.focus();
    const item = list.current?.querySelector(`[data-row="${currentRow}"]`);
    item?.scrollIntoView({ block: "nearest" });
    item?.querySelector("[data-kind]")?.focus({ preventScroll: true });
  }, [currentRow, over]);

  const finish = () => {
    setSeen(new Set(people.map((one) => one.id)));
    setOver(true);
    store.tell("rollCall", store.book.columns[c].id);
  };
  const put = (one, v) => {
    if (v !== one.text) store.put([{ r: one.r, c, v }]);
    const now = new Set(seen).add(one.id);
    setSeen(now);
    return now;
  };
  const pick = (one, kind) => callOver(people, put(one, after(one, kind))) && finish();
  /** Absent, then late, then here again; no row moves under the finger. */
  const tap = (one) => put(one, tapped(one));
  const close = () => store.closeRoll();
  const onKeyDown = (event) => {
    const r = Number(event.target.closest?.("[data-row]")?.dataset.row ?? currentRow);
    const one = people.find((person) => person.r === r);
    const kind = { н: "absent", о: "late" }[letterOf(event)];
    if (one && kind && !event.ctrlKey && !event.metaKey) pick(one, kind);
  };
  return (
    <Dialog className="sj-roll" title={words.roll_call} words={words} onClose={close} onKeyDown={onKeyDown}
      aside={<p className="sj-panel-aside"><span>{columnTitle(store.book.columns[c])}</span>
        {!over && <span>{fill(words.roll_progress, { n: people.length - left.length, all: people.length })}</span>}</p>}
      foot={(
        <button type="button" className="sj-button is-main is-wide" onClick={over ? close : finish} ref={button}>
          <Icon name="check" /><span>{over ? words.done : left.length === people.length ? words.all_here : words.rest_here}</span></button>
      )}>
      {over ? <Summary words={words} people={people.map((one) => ({ ...one, is: one.is || "here" }))} /> : (
        <>
        <p className="sj-roll-hint">{words.roll_hint}</p>
        <ol className="sj-roll-list" ref={list}>
          {people.map((one) => (
            <Pupil key={one.id} one={one} words={words} current={one.r === currentRow} onPick={(kind) => pick(one, kind)}
              onTap={() => tap(one)} />
          ))}
        </ol>
        {apart.length > 0 && <p className="sj-roll-hint">{fill(words.roll_not, { names: apart.map((row) => shortName(row.name)).join(", ") })}</p>}
        </>
      )}
    </Dialog>
  );
}
