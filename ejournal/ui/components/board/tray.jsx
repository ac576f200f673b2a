/* The tray: hours that stand nowhere yet; a card that is dropped on it leaves the week. */

import { drag } from "./cell.jsx";
import { isCard } from "./model.js";

function Line({ item, here, carried, editable, words, hand, index }) {
  return (
    <div
      role="option" aria-selected={carried} tabIndex={here ? 0 : -1} data-index={index} draggable={editable}
      className={"tb-line" + (carried ? " is-carried" : "")}
      onFocus={() => hand.toLine(index)}
      onDragStart={(event) => drag(event, hand, item.id)}
      onDragEnd={() => hand.release()}
      onClick={() => hand.press(item.id)}
    >
      <span className="tb-line-main">
        <span className="tb-title">{item.title}</span>
        <span className="tb-note">{item.note}</span>
      </span>
      <span className="tb-hours">{item.hours} {words.hours}</span>
    </div>
  );
}

export function Tray({ view, hand, now, words, uid }) {
  const drop = (event) => {
    event.preventDefault();
    hand.dropOnTray();
  };
  return (
    <section className="tb-tray" onDragOver={(event) => isCard(now.carry) && event.preventDefault()} onDrop={drop}>
      <h2 id={`${uid}-tray`}>{words.tray}</h2>
      {view.tray.length ? (
        <div role="listbox" aria-labelledby={`${uid}-tray`} onKeyDown={(event) => hand.keyOnTray(event) && event.preventDefault()}>
          {view.tray.map((item, i) => (
            <Line key={item.id} {...{ item, hand, words }} index={i} here={i === now.line} carried={item.id === now.carry}
              editable={view.editable} />
          ))}
        </div>
      ) : <p className="soft">{words.empty}</p>}
    </section>
  );
}
