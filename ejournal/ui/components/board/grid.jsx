/* The week as a grid: days across, lessons down. */

import { useMemo } from "react";
import { Cell } from "./cell.jsx";
import { cardsOf, keyOf } from "./model.js";

function Head({ days, words }) {
  return (
    <thead>
      <tr role="row">
        <th role="columnheader" scope="col" className="tb-number"><span className="sr-only">{words.lesson}</span></th>
        {days.map((day) => (
          <th role="columnheader" scope="col" key={day.n} className={day.w ? "is-warn" : ""} title={day.w || undefined}>
            {day.name}
            {day.w && <span className="tb-day-note">{day.w}</span>}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function Grid({ view, hand, now, words, uid }) {
  const closed = useMemo(() => new Set(view.closed), [view.closed]);
  const { cursor, carry, over, pending } = now;
  const cell = (day, number) => {
    const key = keyOf(day, number);
    const cards = cardsOf(view, day, number);
    const here = cursor.d === day && cursor.n === number;
    return (
      <Cell key={key} id={`${uid}-${key}`} {...{ day, number, cards, here, carry, words, hand }} editable={view.editable}
        k={here ? Math.min(cursor.k, cards.length - 1) : -1} slot={hand.slot(key)} closed={closed.has(key)} over={over === key}
        pending={pending?.key === key ? pending : null} />
    );
  };
  return (
    <div className="tb-scroll">
      <table role="grid" className="tb-grid" aria-label={words.label} aria-readonly={!view.editable}
        onKeyDown={(event) => hand.keyOnGrid(event) && event.preventDefault()}>
        <Head days={view.days} words={words} />
        <tbody>
          {view.numbers.map((number) => (
            <tr role="row" key={number}>
              <th role="rowheader" scope="row" className="tb-number">{number}</th>
              {view.days.map((day) => cell(day.n, number))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
