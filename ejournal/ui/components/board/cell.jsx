/* What stands on the board: a card of a lesson, a cell with its cards, a line of the tray. */

import { memo } from "react";
import { keyOf } from "./hand.js";

function Sign({ s, words }) {
  if (!s || s === "free") return null;
  return (
    <span className={`tb-sign is-${s}`} title={s === "error" ? words.error : words.warn}>
      <span aria-hidden="true">{s === "error" ? "✕" : "!"}</span>
      <span className="sr-only">{s === "error" ? words.error : words.warn}</span>
    </span>
  );
}

function Card({ card, here, carried, editable, words, act }) {
  return (
    <div
      className={"tb-card" + (card.s ? ` is-${card.s}` : "") + (here ? " is-here" : "") + (carried ? " is-carried" : "")}
      draggable={editable}
      title={card.w.join("\n") || undefined}
      onDragStart={(event) => act.drag(event, card.id)}
      onDragEnd={act.release}
      onClick={(event) => {
        event.stopPropagation();
        act.press(card.id, event.currentTarget.closest("td"));
      }}
    >
      <span className="tb-title">{card.title}<Sign s={card.s} words={words} /></span>
      {card.group && <span className="tb-group">{card.group}</span>}
      <span className="tb-note">{card.note}</span>
      {card.week && <span className="tb-week">{card.week}</span>}
    </div>
  );
}

export const Cell = memo(function Cell({ day, number, cards, slot, here, k, carry, closed, over, pending, editable, words, act, id }) {
  const key = keyOf(day, number);
  const name =
    "tb-cell" + (closed ? " is-closed" : "") + (slot ? ` slot-${slot.s}` : "") + (here ? " is-here" : "") + (over ? " is-over" : "");
  return (
    <td
      role="gridcell" id={id} data-key={key} className={name} tabIndex={here ? 0 : -1} aria-selected={here}
      onFocus={() => act.focus(day, number)}
      onClick={() => act.cell(day, number)}
      onMouseEnter={() => act.hover(key)}
      onMouseLeave={() => act.hover("")}
      onDragOver={(event) => act.over(event, key)}
      onDrop={(event) => act.drop(event, day, number)}
    >
      {closed && <span className={cards.length ? "sr-only" : "tb-closed"}>{words.closed}</span>}
      {cards.map((card, i) => (
        <Card key={card.id} {...{ card, editable, words, act }} here={here && i === k} carried={card.id === carry} />
      ))}
      {pending && <div className="tb-card is-pending">{pending.title}<span className="sr-only">{words.sending}</span></div>}
      {slot && <Sign s={slot.s} words={words} />}
    </td>
  );
});

export function Line({ item, here, carried, editable, words, act, index }) {
  return (
    <div
      role="option" aria-selected={carried} tabIndex={here ? 0 : -1} data-index={index} draggable={editable}
      className={"tb-line" + (carried ? " is-carried" : "")}
      onFocus={() => act.tray(index)}
      onDragStart={(event) => act.drag(event, item.id)}
      onDragEnd={act.release}
      onClick={() => act.press(item.id, null)}
    >
      <span className="tb-line-main">
        <span className="tb-title">{item.title}</span>
        <span className="tb-note">{item.note}</span>
      </span>
      <span className="tb-hours">{item.hours} {words.hours}</span>
    </div>
  );
}
