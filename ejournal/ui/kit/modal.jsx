import { jsx } from "@emotion/react";
import { Fragment, useEffect, useRef, useState } from "react";
import { useBack } from "$/public/external/ejournal/ui/components/back/back/back.js";

const NO_WORDS = {};

/** Toasts stay above the dialog, which the browser puts over everything else. */
function liftToasts() {
  const toasts = document.querySelector("section[aria-live][tabindex='-1']");
  if (!toasts?.showPopover) return;
  toasts.popover = "manual";
  if (toasts.matches(":popover-open")) toasts.hidePopover();
  toasts.showPopover();
}

/** For a moment takes the second press of a double click: what the dialog covered must not be pressed by it. */
function shield() {
  const veil = document.createElement("div");
  veil.className = "after-dialog";
  document.body.append(veil);
  setTimeout(() => veil.remove(), 400);
}

/** The question of a dialog in which something was written and that a slip would close. */
function Unsaved({ words, onStay, onLeave }) {
  const stay = useRef(null);
  useEffect(() => stay.current?.focus(), []);
  return jsx("div", { className: "dialog-unsaved", role: "alert" },
    jsx("p", null, words.unsaved),
    jsx("div", null,
      jsx("button", { type: "button", className: "button", onClick: onLeave }, words.leave),
      jsx("button", { type: "button", className: "button button-primary", onClick: onStay, ref: stay }, words.stay)));
}

/** The browser's own dialog: it keeps the focus inside and gives it back. Escape, Back and, where it may, a press beside it
    close it; once something was written in it they ask first. */
export function Modal({ open, onClose, closeOnVeil = true, ariaLabel, words = NO_WORDS, children, ...props }) {
  const ref = useRef(null);
  const written = useRef(false);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    const dialog = ref.current;
    if (open && !dialog.open) {
      dialog.showModal();
      liftToasts();
    }
    if (!open && dialog.open) {
      dialog.close();
      shield();
    }
    written.current = false;
    setAsking(false);
  }, [open]);
  /** What a slip asks for; false when it stays open. */
  const slip = () => {
    if (written.current) {
      setAsking(true);
      return false;
    }
    onClose?.();
    return true;
  };
  useBack(Boolean(open), slip);
  const cancel = (event) => {
    event.preventDefault();
    if (asking) setAsking(false);
    else slip();
  };
  const press = (event) => {
    if (closeOnVeil && event.target === ref.current) slip();
  };
  const write = () => {
    written.current = true;
  };
  const own = { ref, "aria-label": ariaLabel, onCancel: cancel, onPointerDown: press, onInput: write };
  const question = asking && jsx(Unsaved, { words, onStay: () => setAsking(false), onLeave: () => onClose?.() });
  return jsx("dialog", { ...props, ...own }, open ? jsx(Fragment, null, children, question) : null);
}
