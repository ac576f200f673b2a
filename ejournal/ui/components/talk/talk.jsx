/* A room of the chat. What was written shows at once, leaves when the network is there, and is never sent twice:
   the server knows a message by the name that it got here. */

import { jsx } from "@emotion/react";
import { Fragment, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { Linked } from "$/public/external/ejournal/ui/components/linked/linked/linked.jsx";
import { useChosen, useDropped } from "$/public/external/ejournal/ui/components/sent/sent/chosen.jsx";
import { Composer } from "./composer.jsx";
import { Icon } from "./icons.jsx";
import { Message } from "./message.jsx";
import { forgetUnsent, keepUnsent, merged, newName, unsent } from "./queue.js";
import "./talk.css";

const NEAR = 80; // px from the foot of the room within which one stands at the newest message
const A_LOOK_MS = 600;
const TYPING_MS = 5000;
const SEEN_EVERY_MS = 4000; // of a lively room, at most
const NOTHING = { seq: 0, rows: [] };

/** The rows of the room, kept by what the server sends. */
function useRows(page, patch) {
  const [rows, setRows] = useState(page.rows);
  const [earlier, setEarlier] = useState(page.earlier);
  const [later, setLater] = useState(page.later);
  const [stretch, setStretch] = useState(0); // another one when the room is shown elsewhere
  const hear = useEffectEvent(() => {
    if (patch.room !== page.room) return;
    // A changed message that has not been scrolled to yet would stand apart from those around it.
    const near = "earlier" in patch ? patch.rows : patch.rows.filter((one) => one.n >= (rows[0]?.n ?? 0));
    setRows((all) => merged(all, near));
    if ("earlier" in patch) setEarlier(patch.earlier);
    if ("later" in patch) setLater(patch.later);
  });
  const open = useEffectEvent(() => {
    setRows((all) => (page.again ? merged(all, page.rows) : page.rows));
    if (page.again) return;
    setEarlier(page.earlier);
    setLater(page.later);
    setStretch((one) => one + 1);
  });
  useEffect(() => open(), [page.seq]);
  useEffect(() => hear(), [patch.seq]);
  return { rows, earlier, later, stretch };
}

/** What waits in this browser: sent at each connection, gone when the server has it. */
function useQueue({ owner, connected, answer, onSend }) {
  const [waiting, setWaiting] = useState([]);
  const [refused, setRefused] = useState({});
  const [lastPut, setPut] = useState("");
  const sent = useRef(new Set());
  const look = useEffectEvent(() => {
    const found = unsent(owner);
    setWaiting(found);
    if (!connected) return sent.current.clear();
    for (const one of found) {
      if (sent.current.has(one.id)) continue;
      sent.current.add(one.id);
      onSend(one.room, one.id, one.words, one.answered ?? 0, one.announcement ?? false, (one.files ?? []).map((file) => file.key));
    }
    return undefined;
  });
  const hear = useEffectEvent(() => {
    if (!answer.id) return undefined;
    if (!answer.error) {
      forgetUnsent(owner, answer.id);
      setRefused(({ [answer.id]: _gone, ...rest }) => rest);
      setWaiting(unsent(owner));
      return undefined;
    }
    setRefused((all) => ({ ...all, [answer.id]: answer.error }));
    if (!answer.wait) return undefined;
    setTimeout(() => {
      sent.current.delete(answer.id);
      look();
    }, answer.wait * 1000);
    return undefined;
  });
  useEffect(() => look(), [owner, connected, lastPut]);
  useEffect(() => hear(), [answer.seq]);
  const put = (message) => {
    keepUnsent(owner, message);
    setPut(message.id);
  };
  const drop = (id) => {
    forgetUnsent(owner, id);
    setWaiting(unsent(owner));
  };
  return { waiting, refused, put, drop };
}

/** Stays at the foot while one is there, and where one reads while others are put above or below. */
function useScroll({ rows, waiting, page, later, stretch }) {
  const box = useRef(null);
  const state = useRef({ foot: true, first: 0, height: 0, top: 0, later: false });
  const [away, setAway] = useState(false);
  const note = () => {
    const it = box.current;
    const foot = !state.current.later && it.scrollHeight - it.scrollTop - it.clientHeight < NEAR;
    state.current = { ...state.current, foot, height: it.scrollHeight, top: it.scrollTop };
    setAway(!foot);
  };
  const toFoot = () => {
    const it = box.current;
    it.scrollTop = it.scrollHeight;
    note();
  };
  const settle = useEffectEvent(() => {
    const sought = page.at ? document.getElementById(`m${page.at}`) : null;
    const mark = box.current.querySelector(".talk-new");
    state.current = { ...state.current, first: rows[0]?.n ?? 0, later };
    if (sought) sought.scrollIntoView({ block: "center" });
    else if (mark) box.current.scrollTop = mark.offsetTop - 60;
    else box.current.scrollTop = box.current.scrollHeight;
    note();
  });
  useLayoutEffect(() => settle(), [stretch]);
  useLayoutEffect(() => {
    const it = box.current;
    const first = rows[0]?.n ?? 0;
    if (first < state.current.first) it.scrollTop = state.current.top + (it.scrollHeight - state.current.height);
    else if (state.current.foot) it.scrollTop = it.scrollHeight;
    state.current = { ...state.current, first, later };
    note();
  }, [rows, waiting, later]);
  useEffect(() => {
    const watcher = new ResizeObserver(() => state.current.foot && toFoot());
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  return { box, away, note, toFoot };
}

/** Tells the number that was looked at last, of a tab that is in view and at the foot: not after each message. */
function useSeen(rows, away, page, onSeen) {
  const last = rows.at(-1)?.n ?? 0;
  const told = useRef({ number: 0, at: -SEEN_EVERY_MS });
  const look = useEffectEvent(() => {
    if (document.visibilityState !== "visible" || last <= Math.max(told.current.number, page.seen ?? 0)) return;
    told.current = { number: last, at: performance.now() };
    onSeen(page.room, last);
  });
  const leave = useEffectEvent(() => !away && look());
  useEffect(() => {
    if (away) return undefined;
    const soon = () => setTimeout(() => look(), Math.max(A_LOOK_MS, told.current.at + SEEN_EVERY_MS - performance.now()));
    let timer = soon();
    const again = () => {
      clearTimeout(timer);
      timer = soon();
    };
    document.addEventListener("visibilitychange", again);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }, [last, away, page.room]);
  useEffect(() => () => leave(), []);
}

function Waiting({ one, refused, connected, words, onDrop }) {
  const state = refused ?? (connected ? words.sending : words.waits);
  const name = refused ? "alert" : connected ? "sending" : "waits";
  return jsx("li", { className: "talk-message is-own is-waiting" },
    jsx("div", { className: "talk-line" }, jsx("div", { className: "talk-bubble" },
      one.answer && jsx("div", { className: "talk-answered" }, jsx("b", null, one.answer.author), jsx("span", { dir: "auto" }, one.answer.words)),
      one.files?.map((file) => jsx("p", { key: file.key, className: "talk-waiting-file clip", dir: "auto" }, jsx(Icon, { name: "file", size: 16 }), file.name)),
      one.words && jsx("p", { className: "talk-words", dir: "auto" }, jsx(Linked, { text: one.words })))),
    jsx("div", { className: `talk-foot${refused ? " is-refused" : connected ? "" : " is-away"}`, role: refused ? "alert" : undefined },
      jsx(Icon, { name, size: 14 }), jsx("span", null, state),
      refused && jsx("button", { type: "button", onClick: () => onDrop(one.id) }, words.discard)));
}

function Lines({ rows, page, may, words, fileWords, locale, on }) {
  return rows.map((row, index) => {
    const before = rows[index - 1];
    const day = !before || before.day !== row.day;
    const fresh = page.unread > 0 && row.n > page.unread && (!before || before.n <= page.unread);
    const follows = !day && !fresh && before.author === row.author && before.own === row.own && !before.ann && !row.ann;
    return jsx(Fragment, { key: row.n },
      day && jsx("li", { className: "talk-day" }, row.title),
      fresh && jsx("li", { className: "talk-new" }, words.new_here),
      jsx(Message, { row, follows, may, words, fileWords, locale, on, sought: row.n === page.at }));
  });
}

/** Asks for what stands before and after the rows shown, each page once. */
function usePages({ rows, earlier, later, connected, onEarlier, onLater }) {
  const asked = useRef({ first: 0, last: 0 });
  const [first, last] = [rows[0]?.n, rows.at(-1)?.n];
  const more = () => {
    if (!earlier || !rows.length || asked.current.first === first || !connected) return;
    asked.current.first = first;
    onEarlier(first);
  };
  const further = () => {
    if (!later || asked.current.last === last || !connected) return;
    asked.current.last = last;
    onLater(last);
  };
  return { more, further };
}

/** Whether the message is among those shown; it is scrolled to. */
function isThere(n) {
  const row = document.getElementById(`m${n}`);
  row?.scrollIntoView({ block: "center" });
  return row !== null;
}

/** Who is writing now, for some seconds after the last sign of it. */
function Typing({ typing }) {
  const [gone, setGone] = useState(typing?.seq);
  useEffect(() => {
    const timer = setTimeout(() => setGone(typing?.seq), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typing?.seq]);
  return jsx("p", { className: "talk-typing", "aria-live": "polite" }, typing?.seq && gone !== typing.seq ? typing.words : "");
}

function Room(props) {
  const { owner, page, patch, answer, may, limit, words, fileWords, locale, mostFiles, connected } = props;
  const { rows, earlier, later, stretch } = useRows(page, patch);
  const queue = useQueue({ owner, connected, answer, onSend: props.onSend });
  const here = queue.waiting.filter((one) => one.room === page.room);
  const { box, away, note, toFoot } = useScroll({ rows, waiting: here.length, page, later, stretch });
  useSeen(rows, away, page, props.onSeen);
  const [answering, setAnswering] = useState(null);
  const [changing, setChanging] = useState(null);
  const { more, further } = usePages({ rows, earlier, later, connected, onEarlier: props.onEarlier, onLater: props.onLater });
  const on = {
    answer: (row) => setChanging(null) || setAnswering({ n: row.n, author: row.author, words: row.words.slice(0, 160) || row.files.map((file) => file.name).join(", ") }),
    change: (row) => setAnswering(null) || setChanging(row),
    jump: (n) => isThere(n) || props.onAt(n),
    takeBack: props.onTakeBack,
    sign: props.onSign,
    pin: props.onPin,
    readers: props.onReaders,
    remind: props.onRemind,
    report: props.onReport,
  };
  const onScroll = () => {
    note();
    const it = box.current;
    if (it.scrollTop < 200) more();
    if (it.scrollHeight - it.scrollTop - it.clientHeight < 200) further();
  };
  const newest = () => (later ? props.onAt(0) : toFoot());
  const leave = () => setAnswering(null) || setChanging(null);
  const chosen = useChosen({ owner, name: `chat-files:${page.room}`, most: mostFiles });
  const dropped = useDropped(chosen, may.write && !changing);
  const send = (text, announcement, files) => {
    queue.put({ id: newName(), room: page.room, words: text, answered: answering?.n, answer: answering, announcement, files });
    leave();
    if (!later) toFoot();
  };
  const save = (n, text) => {
    props.onChange(n, text);
    leave();
  };
  return jsx("div", { className: "talk", ...dropped.on },
    jsx("div", { className: "talk-scroll", ref: box, onScroll, tabIndex: 0, role: "log", "aria-label": words.message },
      earlier && jsx("button", { type: "button", className: "talk-earlier", onClick: more }, words.earlier),
      jsx("ol", { className: "talk-list" },
        jsx(Lines, { rows, page, may, words, fileWords, locale, on }),
        !later && here.map((one) => jsx(Waiting, { key: one.id, one, refused: queue.refused[one.id], connected, words, onDrop: queue.drop })))),
    away && jsx("button", { type: "button", className: "talk-newest", onClick: newest, "aria-label": words.newest, title: words.newest }, jsx(Icon, { name: "down", size: 20 })),
    dropped.over && jsx("div", { className: "talk-drop" }, fileWords.drop_here),
    jsx(Typing, { typing: props.typing }),
    may.write && jsx(Composer, { key: page.room, people: props.people, onFind: connected ? props.onFind : undefined, onTyping: connected ? props.onTyping : undefined, owner, room: page.room, may, limit, words, fileWords, locale, chosen, answering, changing, onSend: send, onSave: save, onLeave: leave }));
}

export function Talk({ page = NOTHING, patch = NOTHING, answer = NOTHING, ...rest }) {
  if (!page.room) return null;
  return jsx(Room, { key: page.room, page, patch, answer, ...rest });
}
