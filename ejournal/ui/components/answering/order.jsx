/* Options put in order: dragged by hand or finger, or moved with buttons. */

import { useRef, useState } from "react";
import { moved } from "./shown.js";

const fill = (template, title) => template.replace("{title}", title);

function Arrow({ way, label, disabled, onClick }) {
  return (
    <button type="button" className="answering-arrow" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      <svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
        <path d={way === "up" ? "m6 15 6-6 6 6" : "m6 9 6 6 6-6"} />
      </svg>
    </button>
  );
}

export function Order({ question, options, value, onPut, words, labelled }) {
  const list = useRef(null);
  const [held, setHeld] = useState(-1);
  const ids = value?.length === options.length ? value : options.map((one) => one.id);
  const titles = new Map(options.map((one) => [one.id, one.title]));
  const drag = (event) => {
    if (held < 0) return;
    const rows = Array.from(list.current.children);
    const over = rows.findIndex((row) => event.clientY < row.getBoundingClientRect().bottom);
    const to = over < 0 ? rows.length - 1 : over;
    if (to === held) return;
    onPut(moved(ids, held, to));
    setHeld(to);
  };
  const grip = (at) => ({
    onPointerDown: (event) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      setHeld(at);
    },
    onPointerMove: drag,
    onPointerUp: () => setHeld(-1),
    onPointerCancel: () => setHeld(-1),
  });
  return (
    <div className="answering-order">
      <ol ref={list} aria-labelledby={labelled}>
        {ids.map((id, at) => (
          <li key={id} className={at === held ? "is-held" : ""}>
            <span className="answering-grip" aria-hidden="true" {...grip(at)}>
              <svg width="20" height="20" viewBox="0 0 24 24" fill="currentColor">
                {[6, 12, 18].flatMap((y) => [9, 15].map((x) => <circle key={`${x}-${y}`} cx={x} cy={y} r="1.6" />))}
              </svg>
            </span>
            <span className="answering-place">{at + 1}</span>
            <span className="answering-order-title">{titles.get(id)}</span>
            <Arrow way="up" label={fill(words.up, titles.get(id))} disabled={at === 0} onClick={() => onPut(moved(ids, at, at - 1))} />
            <Arrow way="down" label={fill(words.down, titles.get(id))} disabled={at === ids.length - 1} onClick={() => onPut(moved(ids, at, at + 1))} />
          </li>
        ))}
      </ol>
      {!value?.length && <button type="button" className="button button-secondary" onClick={() => onPut(ids)} name={`keep-${question.id}`}>{words.keep_order}</button>}
    </div>
  );
}
