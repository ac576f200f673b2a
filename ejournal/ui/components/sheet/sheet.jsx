/* The journal's sheet: joins the memory, the grid, the dialogs and the page around it. */

import { memo, useEffect, useEffectEvent, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { ConflictDialog, ReasonDialog } from "./dialog.jsx";
import { Columns, Foot, Head, Row, useStore, widths } from "./grid.jsx";
import { planAccept, planFill, planPresent } from "./batch.js";
import { ManyDialog } from "./many.jsx";
import { Panel } from "./panel.jsx";
import { RollCall } from "./roll.jsx";
import { StatusLine } from "./status.jsx";
import { Store } from "./store.js";
import "./sheet.css";
import "./dialog.css";

const PHONE = "(max-width: 699px)";
const SELECT_PAUSE = 180;

function usePhone() {
  const [phone, setPhone] = useState(false);
  useLayoutEffect(() => {
    const query = window.matchMedia(PHONE);
    const tell = () => setPhone(query.matches);
    tell();
    query.addEventListener("change", tell);
    return () => query.removeEventListener("change", tell);
  }, []);
  return phone;
}

/** The same object as long as the server sent the same sheet, though the page may wrap it anew. */
function useSame(value) {
  const kept = useRef(value);
  const was = kept.current;
  const names = Object.keys(value || {});
  const same = was && value && names.length === Object.keys(was).length && names.every((k) => was[k] === value[k]);
  if (!same) kept.current = value;
  return kept.current;
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Where a key takes the cursor, or null. */
function target(event, { r, c }, store) {
  const { key, shiftKey, ctrlKey, metaKey } = event;
  const far = ctrlKey || metaKey;
  const lastRow = store.sheet.rows.length - 1;
  const lastCol = store.columns.length - 1;
  if (key === "Home") return [far ? 0 : r, 0];
  if (key === "End") return [far ? lastRow : r, lastCol];
  if (key === "PageUp") return [r - 10, c];
  if (key === "PageDown") return [r + 10, c];
  if (key === "Enter") return [r + (shiftKey ? -1 : 1), c];
  if (key === "Tab") {
    const to = c + (shiftKey ? -1 : 1);
    return to < 0 || to > lastCol ? null : [r, to]; // past the edge Tab leaves the sheet
  }
  const step = STEPS[key];
  if (!step) return null;
  if (far) return [step[0] ? (step[0] < 0 ? 0 : lastRow) : r, step[1] ? (step[1] < 0 ? 0 : lastCol) : c];
  return [r + step[0], c + step[1]];
}

function onKey(event, store) {
  const { key, code, ctrlKey, metaKey, altKey } = event;
  const { r, c } = store.cursor;
  const done = () => event.preventDefault();
  if ((ctrlKey || metaKey) && code === "KeyZ" && !event.shiftKey) return done(), void store.undo();
  if (altKey) return undefined;
  const to = target(event, store.cursor, store);
  if (to) return done(), store.endDraft(), store.go(...to);
  if (ctrlKey || metaKey) return undefined;
  if (key === "Escape") return store.revert() ? done() : undefined;
  const { typing } = store;
  if (key === "Backspace" && !typing.begins()) return done(), typing.back();
  if (key === "Delete" || key === "Backspace") return done(), store.clear(r, c);
  if (key === "F2" || (key === " " && typing.begins())) return done(), store.openPanel(r, c);
  if (key.length > 1) return undefined;
  return done(), store.press(event);
}

const COMMANDS = {
  undo: (store) => store.undo(),
  fill_present: (store, c) => store.askMany(planPresent(store, c), c),
  fill: (store, c, value) => store.askMany(planFill(store, c, value), c),
  accept: (store, c) => store.askMany(planAccept(store, c), c),
  roll_call: (store, c) => store.openRoll(c),
  paste: (store, _c, value) => store.paste(value),
  select: (store, c) => store.go(store.cursor.r, c),
};

/** Buttons of the page outside: each new seq is done once. */
function useCommands(store, command, undoSeq) {
  const seen = useRef({ command: command?.seq, undo: undoSeq });
  const obey = useEffectEvent(() => {
    if (!command || command.seq === seen.current.command) return;
    seen.current.command = command.seq;
    const wanted = command.column ? store.at.get(command.column) : store.cursor.c;
    if (wanted !== undefined) COMMANDS[command.name]?.(store, wanted, command.value);
  });
  useEffect(() => obey(), [command?.seq]);
  useEffect(() => {
    if (undoSeq !== seen.current.undo) store.undo();
    seen.current.undo = undoSeq;
  }, [store, undoSeq]);
}

function useServer(store, patch, connected) {
  const { queue } = store;
  useLayoutEffect(() => {
    if (patch && store.apply(patch)) store.tell("gap");
  }, [store, patch]);
  useEffect(() => {
    if (queue.setConnected(connected !== false)) store.tell("gap");
  }, [store, queue, connected]);
  useEffect(() => {
    queue.restore();
    store.touchAll();
    queue.later();
    const leaving = (event) => queue.counts().waiting > 0 && event.preventDefault();
    const online = () => queue.connected && queue.resend();
    window.addEventListener("beforeunload", leaving);
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("beforeunload", leaving);
      window.removeEventListener("online", online);
      queue.stop();
    };
  }, [store, queue]);
}

/** Gives the focus to the cell under the cursor, clear of the sticky edges, and tells the page of the column. */
function useCursor(store, uid, sheet) {
  const { r, c } = store.cursor;
  useLayoutEffect(() => {
    if (!store.wantFocus || store.panel || store.ask || store.roll) return;
    store.wantFocus = false;
    const cell = document.getElementById(`${uid}-${r}-${c}`);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  const showCell = useEffectEvent(() => {
    document.getElementById(`${uid}-${r}-${c}`)?.scrollIntoView({ block: "nearest", inline: "center" });
  });
  useLayoutEffect(() => showCell(), [sheet.key]);
  const tellColumn = useEffectEvent(() => {
    if (store.columns[c]) store.tell("selectColumn", store.columns[c].id);
  });
  useEffect(() => {
    const timer = setTimeout(() => tellColumn(), SELECT_PAUSE);
    return () => clearTimeout(timer);
  }, [c, sheet.key]);
}

/** The cell under a press: its row and column. */
function place(event) {
  const cell = event.target.closest("[data-c]");
  return cell && [Number(cell.dataset.r), Number(cell.dataset.c)];
}

const Grid = memo(function Grid({ store, sheet, w, uid, words, failing, phone, label, low }) {
  const onClick = (event) => {
    const head = event.target.closest("[data-head]");
    if (head) return store.go(store.cursor.r, Number(head.dataset.head));
    const to = place(event);
    if (!to) return undefined;
    const touch = event.nativeEvent.pointerType === "touch" || phone;
    return touch ? store.openPanel(...to) : store.go(...to);
  };
  const onDoubleClick = (event) => place(event) && store.openPanel(...place(event));
  const onContext = (event) => place(event) && (event.preventDefault(), store.openPanel(...place(event)));
  const onPaste = (event) => (event.preventDefault(), store.paste(event.clipboardData.getData("text/plain")));
  const onCopy = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", store.view(store.cursor.r, store.cursor.c).text);
  };
  const right = phone ? 0 : w.average + w.term * sheet.term_columns.length;
  // With a panel over the lower half of a phone, the opened cell stays in the upper.
  const bottom = low ? "60dvh" : "8px";
  return (
    <div className="sj-scroll" style={{ scrollPadding: `58px ${right}px ${bottom} ${w.number + w.name}px` }}>
      <table role="grid" className="sj-table" aria-label={label} aria-rowcount={sheet.rows.length + 4}
        aria-colcount={store.columns.length + 3} aria-readonly={sheet.read_only || undefined}
        onKeyDown={(event) => event.target.dataset.c && onKey(event, store)} onClick={onClick}
        onDoubleClick={onDoubleClick} onContextMenu={onContext} onPaste={onPaste} onCopy={onCopy}>
        <Columns sheet={sheet} w={w} />
        <Head store={store} sheet={sheet} w={w} words={words} />
        <tbody role="rowgroup">
          {sheet.rows.map((row, r) => (
            <Row key={row.id} {...{ store, r, sheet, w, uid, words, failing, phone }} p={row.id} />
          ))}
        </tbody>
        {sheet.foot?.length > 0 && <Foot store={store} sheet={sheet} w={w} words={words} />}
      </table>
    </div>
  );
});

const NO_FAILING = ["2", "1"];
const NO_KINDS = [];

function Ready({ sheet: given, patch, detail, kinds, words: spoken, failing, owner, label, command, undoSeq, connected, ...on }) {
  const sheet = useSame(given);
  const words = useSame(spoken);
  const store = useMemo(() => new Store(owner), [owner]);
  if (store.sheet !== sheet) store.load(sheet, patch);
  const uid = useId();
  Object.assign(store, { uid, words, on: { put: on.onPut, open: on.onOpen, selectColumn: on.onSelectColumn, gap: on.onGap, rollCall: on.onRollCall } });
  const phone = usePhone();
  const w = useMemo(() => widths(sheet, phone), [sheet, phone]);
  const bad = useSame(failing || NO_FAILING);
  useStore(store);
  useServer(store, patch, connected);
  useCommands(store, command, undoSeq);
  useCursor(store, uid, sheet);
  const { panel, roll, ask } = store;
  return (
    <section className={"sj" + (phone ? " is-phone" : "")}>
      <Grid {...{ store, sheet, w, uid, words, phone, label }} failing={bad} low={phone && panel !== null} />
      <StatusLine {...{ store, sheet, words, phone }} />
      {panel && <Panel {...{ store, sheet, detail, words, phone }} kinds={kinds || NO_KINDS} />}
      {roll && <RollCall {...{ store, sheet, words }} />}
      {ask?.type === "reason" && <ReasonDialog key={ask.ops[0].id} {...{ store, words }} />}
      {ask?.type === "many" && <ManyDialog {...{ store, words }} />}
      {ask?.type === "conflict" && <ConflictDialog key={ask.ops[0].id} {...{ store, words }} />}
    </section>
  );
}

/** Nothing is drawn until the page has its sheet. */
export function JournalSheet(props) {
  return props.sheet?.rows && props.sheet.columns ? <Ready {...props} /> : null;
}
