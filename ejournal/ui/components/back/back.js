/* The system's Back closes what floats above the page before it leaves the page.

   What opens puts an entry of its own above the page's in the browser's history. Closed by a button, it leaves the entry
   as a spare: the next one to open takes it, and Back steps over it. No entry is ever taken out: going back takes a moment
   and would race with a link pressed in the dialog. React Router is not told of these entries: they are of one page. */

import { useLayoutEffect, useRef } from "react";

const floating = []; // what is open, the lowest first
const over = (state) => state?.over || 0; // how many open ones an entry was made for
const isSamePage = (one, other) => one?.key === other?.key && one?.idx === other?.idx;
let last = null; // the entry that was the current one when we last looked

function put(one) {
  floating.push(one);
  if (over(history.state) < floating.length) history.pushState({ ...history.state, over: floating.length }, "");
  last = history.state;
}

/** Something opened that `close` closes, unless it answers false; gives what is to be called when it has closed. */
export function opened(close) {
  const one = { close };
  put(one);
  return () => {
    const place = floating.indexOf(one);
    if (place >= 0) floating.splice(place, 1);
  };
}

/** Another page has come: Back is counted from its entry. */
export function arrived() {
  last = history.state;
}

function closeFrom(place) {
  const stay = floating.splice(place).toReversed().filter((one) => one.close() === false);
  stay.toReversed().forEach(put);
}

function onMove(event) {
  const from = last;
  const to = over(event.state);
  last = event.state;
  if (!isSamePage(from, event.state) || to === over(from)) return;
  event.stopImmediatePropagation();
  if (to > over(from)) return; // forward, to an entry whose dialog is gone
  if (floating.length > to) closeFrom(to);
  else history.back(); // a spare one: Back was meant for what is below
}

const menus = new WeakMap();

/** Menus and the phone's «More» are popovers: they open and close without a component of ours. */
function onToggle({ target, newState }) {
  if (target.popover !== "auto") return;
  menus.get(target)?.();
  menus.delete(target);
  if (newState === "open") menus.set(target, opened(() => target.hidePopover()));
}

if (typeof window !== "undefined") {
  last = history.state;
  window.addEventListener("popstate", onMove, true);
  document.addEventListener("beforetoggle", onToggle, true);
}

/** Back closes the component while it is open, from the moment it is seen: so before the browser draws it. */
export function useBack(isOpen, close) {
  const latest = useRef(close);
  latest.current = close;
  useLayoutEffect(() => (isOpen ? opened(() => latest.current?.()) : undefined), [isOpen]);
}
