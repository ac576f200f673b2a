/* The journal's sheet: joins the memory, the grid, the dialogs and the page around it. */

import { memo, useEffect, useEffectEvent, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { ConflictDialog, ReasonDialog } from "./dialog.jsx";
import { Columns, Foot, Head, Row, useStore, widths } from "./grid.jsx";
import { COMMANDS } from "./commands.js";
import { pressed } from "./keys.js";
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

/** Buttons of the page outside: each new seq is done once. */
function useCommands(store, command) {
  const seen = useRef(command?.seq);
  const obey = useEffectEvent(() => {
    if (!command || command.seq === seen.current) return;
    seen.current = command.seq;
    const wanted = command.column ? store.book.at.get(command.column) : store.cursor.c;
    if (wanted !== undefined) COMMANDS[command.name]?.(store, wanted, command.value);
  });
  useEffect(() => obey(), [command?.seq]);
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
    if (store.book.columns[c]) store.tell("selectColumn", store.book.columns[c].id);
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
  const onContext = (event) => {
    const to = place(event);
    if (!to) return;
    event.preventDefault();
    store.openPanel(...to);
  };
  const onPaste = (event) => {
    event.preventDefault();
    store.paste(event.clipboardData.getData("text/plain"));
  };
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
        aria-colcount={store.book.columns.length + 3} aria-readonly={sheet.read_only || undefined}
        onKeyDown={(event) => event.target.dataset.c && pressed(event, store) && event.preventDefault()} onClick={onClick}
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

function Ready({ sheet: given, patch, detail, kinds, words: spoken, failing, owner, label, command, connected, ...on }) {
  const sheet = useSame(given);
  const words = useSame(spoken);
  const store = useMemo(() => new Store(owner), [owner]);
  if (store.book.sheet !== sheet) store.load(sheet);
  const uid = useId();
  Object.assign(store, { uid, words, on: { put: on.onPut, open: on.onOpen, selectColumn: on.onSelectColumn, gap: on.onGap, rollCall: on.onRollCall } });
  const phone = usePhone();
  const w = useMemo(() => widths(sheet, phone), [sheet, phone]);
  const bad = useSame(failing || NO_FAILING);
  useStore(store);
  useServer(store, patch, connected);
  useCommands(store, command);
  useCursor(store, uid, sheet);
  const { panel, roll, ask } = store;
  return (
    <section className={"sj" + (phone ? " is-phone" : "")}>
      <Grid {...{ store, sheet, w, uid, words, phone, label }} failing={bad} low={phone && panel !== null} />
      <StatusLine {...{ store, sheet, words, phone }} />
      {panel && <Panel {...{ store, sheet, detail, words, phone }} kinds={kinds || NO_KINDS} />}
      {roll && <RollCall {...{ store, words }} />}
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
