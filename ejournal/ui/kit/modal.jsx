import { jsx } from "@emotion/react";
import { useEffect, useRef } from "react";
import { useBack } from "$/public/external/ejournal/ui/back/back/back.js";

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

/** The browser's own dialog: it keeps the focus inside, closes on Escape and on Back, and gives the focus back. */
export function Modal({ open, onClose, closeOnVeil = true, ariaLabel, children, ...props }) {
  const ref = useRef(null);
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
  }, [open]);
  useBack(Boolean(open), onClose);
  const cancel = (event) => {
    event.preventDefault();
    onClose?.();
  };
  const press = (event) => {
    if (closeOnVeil && event.target === ref.current) onClose?.();
  };
  const own = { ref, "aria-label": ariaLabel, onCancel: cancel, onPointerDown: press };
  return jsx("dialog", { ...props, ...own }, open ? children : null);
}
