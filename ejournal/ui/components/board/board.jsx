/* The timetable's board: joins the grid of the week, the tray, the hand and the line that says what is so. */

import { useEffect, useEffectEvent, useId, useRef, useState, useSyncExternalStore } from "react";
import { Grid } from "./grid.jsx";
import { Hand } from "./hand.js";
import { patched } from "./model.js";
import { Status } from "./status.jsx";
import { Tray } from "./tray.jsx";
import "./board.css";

const WIDE = "(min-width: 900px)";
const isWide = () => window.matchMedia(WIDE).matches;

/** The board in memory: the server's view with the patches that came since. */
function useBoard(sent, patch, onGap) {
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

/** The hand over this board, told of all that the server says. */
function useHand(view, patch, slots, page) {
  const [hand] = useState(() => new Hand(view));
  Object.assign(hand, { view, slots, page });
  useEffect(() => hand.answered(), [hand, view, patch?.seq]);
  useEffect(() => hand.seen(), [hand, view]);
  useEffect(() => hand.begin(), [hand, view.key]);
  useEffect(() => hand.offered(), [hand, slots]);
  return [hand, useSyncExternalStore(hand.subscribe, hand.standing, hand.standing)];
}

export function TimetableBoard({ view: sent, patch, slots, words, children, ...on }) {
  const root = useRef(null);
  const uid = useId();
  const view = useBoard(sent, patch, on.onGap);
  const focus = (selector) => root.current?.querySelector(selector)?.focus();
  const [hand, now] = useHand(view, patch, slots, {
    isWide,
    focusCell: (key) => requestAnimationFrame(() => focus(`[data-key="${key}"]`)),
    focusLine: (index) => focus(`[data-index="${index}"]`),
    pick: on.onPick, put: on.onPut, remove: on.onRemove, undo: on.onUndo, redo: on.onRedo,
  });
  return (
    <div className={"tb" + (view.editable ? " is-editable" : "")} ref={root}>
      <div className="tb-sheet">
        <Grid {...{ view, hand, now, words, uid }} />
        <Status {...{ view, patch, hand, now, words }} />
      </div>
      <aside className="tb-aside">
        {children}
        <Tray {...{ view, hand, now, words, uid }} />
      </aside>
    </div>
  );
}
