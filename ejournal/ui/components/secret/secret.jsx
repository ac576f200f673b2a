import { jsx } from "@emotion/react";
import { useEffect, useId, useState, useSyncExternalStore } from "react";

/* What the server tells once is kept here, and only while something shows it. */
const told = new Map();
const shown = new Map();
const listeners = new Set();

function keep(name, value) {
  if (value) told.set(name, value);
  else told.delete(name);
  listeners.forEach((listener) => listener());
}

if (typeof window !== "undefined") {
  window.addEventListener("ejournal:secret", (event) => keep(event.detail.name, event.detail.value));
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function useSecret(name) {
  useEffect(() => {
    shown.set(name, (shown.get(name) || 0) + 1);
    return () => {
      shown.set(name, shown.get(name) - 1);
      setTimeout(() => shown.get(name) || keep(name, "")); // a component drawn anew at once keeps it
    };
  }, [name]);
  return useSyncExternalStore(subscribe, () => told.get(name) || "", () => "");
}

export function SecretText({ secret }) {
  return jsx("output", { className: "secret", translate: "no" }, useSecret(secret));
}

/** A picture that tells a secret (a QR code), and opens the address behind it in the program it is for. */
export function SecretPicture({ picture, address, label, openLabel }) {
  const src = useSecret(picture);
  const href = useSecret(address);
  if (!src) return null;
  return jsx(
    "div",
    { className: "secret-picture" },
    jsx("img", { src, alt: label }),
    jsx("a", { href, className: "phone-only" }, openLabel),
  );
}

/** Several secrets, a line each, to be copied at once. */
export function SecretLines({ secret, label, copyLabel, copiedLabel }) {
  const lines = useSecret(secret).split("\n").filter(Boolean);
  const id = useId();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(lines.join("\n"));
      setCopied(true);
    } catch {
      getSelection().selectAllChildren(document.getElementById(id)); // no clipboard without https
    }
  };
  return jsx(
    "div",
    { className: "stack stack-tight" },
    jsx("ol", { id, className: "secret-lines", translate: "no", "aria-label": label }, ...lines.map((one) => jsx("li", { key: one }, one))),
    jsx("div", null, jsx("button", { type: "button", className: "button button-secondary", onClick: copy }, jsx("span", { "aria-live": "polite" }, copied ? copiedLabel : copyLabel))),
  );
}

export function SecretAddress({ secret, label, copyLabel, copiedLabel, openLabel, scheme, children }) {
  const value = useSecret(secret);
  const id = useId();
  const [copied, setCopied] = useState(false);
  if (!value) return children;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      document.getElementById(id).select(); // browsers give no clipboard to a page without https
      document.execCommand("copy");
    }
    setCopied(true);
  };
  const href = scheme ? value.replace(/^https?:/, `${scheme}:`) : value;
  const target = scheme ? {} : { target: "_blank", rel: "noreferrer" };
  return jsx(
    "div",
    { className: "stack stack-tight secret-address" },
    jsx("label", { htmlFor: id, className: "strong" }, label),
    jsx("input", { id, value, readOnly: true, className: "field-box", onFocus: (event) => event.target.select() }),
    jsx(
      "div",
      { className: "toolbar" },
      jsx("button", { type: "button", className: "button button-secondary", onClick: copy }, jsx("span", { "aria-live": "polite" }, copied ? copiedLabel : copyLabel)),
      jsx("a", { href, className: "button button-primary", ...target }, openLabel),
    ),
  );
}
