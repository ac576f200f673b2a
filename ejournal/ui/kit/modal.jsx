import { jsx } from "@emotion/react";
import { useEffect, useRef } from "react";

/** The browser's own dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Modal({ open, onClose, closeOnVeil = true, children, ...props }) {
  const ref = useRef(null);
  useEffect(() => {
    const dialog = ref.current;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  const cancel = (event) => {
    event.preventDefault();
    onClose?.();
  };
  const press = (event) => {
    if (closeOnVeil && event.target === ref.current) onClose?.();
  };
  return jsx("dialog", { ...props, ref, onCancel: cancel, onPointerDown: press }, open ? children : null);
}
