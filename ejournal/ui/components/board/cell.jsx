/* A cell of the week with its cards; each redraws only when something of its own changed. */

import { memo } from "react";
import { keyOf } from "./model.js";

function Sign({ s, words }) {
  if (!s || s === "free") return null;
  return (
    <span className={`tb-sign is-${s}`} title={s === "error" ? words.error : words.warn}>
      <span aria-hidden="true">{s === "error" ? "✕" : "!"}</span>
      <span className="sr-only">{s === "error" ? words.error : words.warn}</span>
    </span>
  );
}

/** Something is dragged by its ref: it is in hand until it is put or let go. */
export function drag(event, hand, ref) {
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", ref);
  hand.take(ref);
}

function Card({ card, here, carried, editable, words, hand }) {
  const press = (event) => {
    event.stopPropagation();
    event.currentTarget.closest("td").focus();
    hand.press(card.id);
  };
  return (
    <div
      className={"tb-card" + (card.s ? ` is-${card.s}` : "") + (here ? " is-here" : "") + (carried ? " is-carried" : "")}
      draggable={editable}
      title={card.w.join("\n") || undefined}
      onDragStart={(event) => drag(event, hand, card.id)}
      onDragEnd={() => hand.release()}
      onClick={press}
    >
      <span className="tb-title">{card.title}<Sign s={card.s} words={words} /></span>
      {card.group && <span className="tb-group">{card.group}</span>}
      <span className="tb-note">{card.note}</span>
      {card.week && <span className="tb-week">{card.week}</span>}
    </div>
  );
}

export const Cell = memo(function Cell({ day, number, cards, slot, here, k, carry, closed, over, pending, editable, words, hand, id }) {
  const key = keyOf(day, number);
  const name =
    "tb-cell" + (closed ? " is-closed" : "") + (slot ? ` slot-${slot.s}` : "") + (here ? " is-here" : "") + (over ? " is-over" : "");
  const drop = (event) => {
    event.preventDefault();
    hand.drop(day, number);
  };
  return (
    <td
      role="gridcell" id={id} data-key={key} className={name} tabIndex={here ? 0 : -1} aria-selected={here}
      onFocus={() => hand.at(day, number)}
      onClick={() => hand.pressCell(day, number)}
      onMouseEnter={() => hand.hover(key)}
      onMouseLeave={() => hand.hover("")}
      onDragOver={(event) => hand.dragOver(key) && event.preventDefault()}
      onDrop={drop}
    >
      {closed && <span className={cards.length ? "sr-only" : "tb-closed"}>{words.closed}</span>}
      {cards.map((card, i) => (
        <Card key={card.id} {...{ card, editable, words, hand }} here={here && i === k} carried={card.id === carry} />
      ))}
      {pending && <div className="tb-card is-pending">{pending.title}<span className="sr-only">{words.sending}</span></div>}
      {slot && <Sign s={slot.s} words={words} />}
    </td>
  );
});
