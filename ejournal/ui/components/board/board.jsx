/* The timetable's board: joins the grid of the week, the tray, the hand and the line that says what is so. */

import { useCallback, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from "react";
import { Cell, Line } from "./cell.jsx";
import { command, keyOf, moved, patched, thing } from "./hand.js";
import "./board.css";

const NO_CARDS = [];
const WIDE = "(min-width: 900px)";

/** The board in memory: the server's view with the patches that came since. */
function useBoard({ view: sent, patch, onGap }) {
  const [view, setView] = useState(sent);
  const seen = useRef(sent.seq);
  const open = useEffectEvent(() => {
    seen.current = sent.seq;
    setView(sent);
  });
  useEffect(() => open(), [sent.key, sent.seq]);
  const follow = useEffectEvent(() => {
    if (!patch?.seq || patch.seq <= seen.current) return;
    if (patch.seq > seen.current + 1) onGap?.();
    seen.current = patch.seq;
    setView((was) => patched(was, patch));
  });
  useEffect(() => follow(), [patch?.seq]);
  return view;
}

const done = (event) => event.preventDefault();

export function TimetableBoard(props) {
  const { slots, words, patch, children } = props;
  const view = useBoard(props);
  const uid = useId();
  const root = useRef(null);
  const on = useRef(props);
  on.current = props;
  const [cursor, setCursor] = useState({ d: 1, n: 1, k: 0 });
  const [line, setLine] = useState(0);
  const [carry, setCarry] = useState("");
  const [over, setOver] = useState("");
  const [hover, setHover] = useState("");
  const [pending, setPending] = useState(null);
  const live = useRef({});
  const wanted = useRef(false);
  const editable = view.editable;
  live.current = { view, cursor, carry, editable, line };

  const focusCell = useCallback((d, n) => {
    setCursor((was) => (was.d === d && was.n === n ? was : { d, n, k: 0 }));
    requestAnimationFrame(() => root.current?.querySelector(`[data-key="${keyOf(d, n)}"]`)?.focus());
  }, []);

  const take = useCallback((ref) => {
    if (!live.current.editable || !window.matchMedia(WIDE).matches) return;
    setCarry(ref);
    on.current.onPick?.(ref);
  }, []);

  const put = useCallback((d, n) => {
    const { carry: ref, view: now } = live.current;
    const one = thing(now, ref);
    if (!one) return;
    setPending({ key: keyOf(d, n), ref, title: one.title });
    setCursor({ d, n, k: 0 });
    on.current.onPut?.(ref, d, n);
    // Hours that are left stay in hand: a course is placed in one go.
    if (ref[0] === "e" || one.last) setCarry("");
  }, []);

  const remove = useCallback((ref) => {
    if (!ref || ref[0] !== "e" || !live.current.editable) return;
    setCarry("");
    on.current.onRemove?.(ref);
  }, []);

  const letGo = useCallback(() => {
    setCarry("");
    on.current.onPick?.("");
  }, []);

  const act = useMemo(() => ({
    press: (ref, cell) => {
      if (cell) cell.focus();
      if (live.current.carry === ref) letGo();
      else take(ref);
    },
    cell: (d, n) => (live.current.carry ? put(d, n) : focusCell(d, n)),
    focus: (d, n) => setCursor((was) => (was.d === d && was.n === n ? was : { d, n, k: 0 })),
    tray: (index) => setLine(index),
    hover: setHover,
    drag: (event, ref) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", ref);
      take(ref);
    },
    over: (event, key) => {
      if (!live.current.carry) return;
      event.preventDefault();
      setOver(key);
    },
    drop: (event, d, n) => {
      event.preventDefault();
      setOver("");
      put(d, n);
    },
    release: () => setOver(""),
  }), [focusCell, letGo, put, take]);

  // The server has answered: what was on its way stands, or does not.
  useEffect(() => setPending(null), [view, patch?.seq]);
  const keepHold = useEffectEvent(() => {
    if (carry && !thing(view, carry)) setCarry("");
    setLine((was) => Math.max(0, Math.min(was, view.tray.length - 1)));
  });
  useEffect(() => keepHold(), [view]);
  const begin = useEffectEvent(() => {
    setCarry("");
    setCursor({ d: view.days[0]?.n ?? 1, n: view.numbers[0] ?? 1, k: 0 });
  });
  useEffect(() => begin(), [view.key]);
  // Taken from the tray by a key: the cursor waits at the best place.
  const goToBest = useEffectEvent(() => {
    if (!wanted.current || slots?.ref !== carry || !slots.best) return;
    wanted.current = false;
    const [d, n] = slots.best.split(".").map(Number);
    focusCell(d, n);
  });
  useEffect(() => goToBest(), [slots]);

  const closed = useMemo(() => new Set(view.closed), [view.closed]);
  const cards = view.cells[keyOf(cursor.d, cursor.n)] || NO_CARDS;
  const card = cards[Math.min(cursor.k, cards.length - 1)];

  const onCommand = (event) => {
    const asked = command(event);
    if (!asked || !editable) return false;
    done(event);
    if (asked === "undo") props.onUndo?.();
    else props.onRedo?.();
    return true;
  };
  const onGridKey = (event) => {
    if (onCommand(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    setHover(""); // the keyboard leads now, wherever the mouse rests
    const to = moved(event, cursor, view);
    if (to) return done(event), wanted.current = false, setCursor(to), focusCell(to.d, to.n);
    if (event.key === "Enter") return done(event), carry ? put(cursor.d, cursor.n) : card && take(card.id);
    if (event.key === " ") return done(event), setCursor({ ...cursor, k: (cursor.k + 1) % Math.max(1, cards.length) });
    if (event.key === "Delete" || event.key === "Backspace") return done(event), remove(carry || card?.id);
    if (event.key === "Escape" && carry) return done(event), letGo();
  };
  const onTrayKey = (event) => {
    if (onCommand(event)) return;
    setHover("");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      done(event);
      const to = Math.max(0, Math.min(view.tray.length - 1, line + step));
      setLine(to);
      root.current?.querySelector(`[data-index="${to}"]`)?.focus();
    } else if (event.key === "Enter" && view.tray[line]) {
      done(event);
      wanted.current = true;
      take(view.tray[line].id);
      focusCell(cursor.d, cursor.n);
    } else if (event.key === "Escape" && carry) {
      done(event);
      letGo();
    }
  };

  const shown = carry && slots?.ref === carry ? slots.cells : null;
  const inHand = thing(view, carry);
  return (
    <div className={"tb" + (editable ? " is-editable" : "")} ref={root}>
      <div className="tb-sheet">
        <div className="tb-scroll">
          <table role="grid" className="tb-grid" aria-label={words.label} aria-readonly={!editable} onKeyDown={onGridKey}>
            <thead>
              <tr role="row">
                <th role="columnheader" scope="col" className="tb-number"><span className="sr-only">{words.lesson}</span></th>
                {view.days.map((day) => (
                  <th role="columnheader" scope="col" key={day.n} className={day.w ? "is-warn" : ""} title={day.w || undefined}>
                    {day.name}
                    {day.w && <span className="tb-day-note">{day.w}</span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {view.numbers.map((number) => (
                <tr role="row" key={number}>
                  <th role="rowheader" scope="row" className="tb-number">{number}</th>
                  {view.days.map((day) => {
                    const key = keyOf(day.n, number);
                    const here = cursor.d === day.n && cursor.n === number;
                    return (
                      <Cell
                        key={key} id={`${uid}-${key}`} day={day.n} number={number} cards={view.cells[key] || NO_CARDS}
                        slot={shown?.[key]} here={here} k={here ? Math.min(cursor.k, cards.length - 1) : -1} carry={carry}
                        closed={closed.has(key)} over={over === key} pending={pending?.key === key ? pending : null}
                        {...{ editable, words, act }}
                      />
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Status {...{ words, patch, inHand, card, editable }} slot={shown?.[over || hover || keyOf(cursor.d, cursor.n)]} />
      </div>
      <aside className="tb-aside">
        {children}
        <section
          className="tb-tray"
          onDragOver={(event) => carry[0] === "e" && event.preventDefault()}
          onDrop={(event) => { event.preventDefault(); setOver(""); remove(carry); }}
        >
          <h2 id={`${uid}-tray`}>{words.tray}</h2>
          {view.tray.length ? (
            <div role="listbox" aria-labelledby={`${uid}-tray`} onKeyDown={onTrayKey}>
              {view.tray.map((item, i) => (
                <Line key={item.id} item={item} index={i} here={i === line} carried={item.id === carry}
                  {...{ editable, words, act }} />
              ))}
            </div>
          ) : <p className="soft">{words.empty}</p>}
        </section>
      </aside>
    </div>
  );
}

/** What is wrong, or free, where the hand is; read out too. */
function Status({ words, patch, inHand, slot, card, editable }) {
  let tone = "";
  let text = editable ? words.hint : "";
  if (inHand) {
    const about = slot ? (slot.w.length ? slot.w.join("; ") : words.free) : words.carry_hint;
    tone = slot?.s || "";
    text = `${words.carrying} ${inHand.title}. ${about}`;
  } else if (patch?.refused) {
    tone = "error";
    text = patch.refused;
  } else if (card?.w?.length) {
    tone = card.s;
    text = card.w.join("; ");
  }
  return <p className={"tb-status" + (tone ? ` is-${tone}` : "")} role="status">{text}</p>;
}
