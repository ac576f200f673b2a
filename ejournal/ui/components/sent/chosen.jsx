/* Files chosen to be sent with something: each on its way, with what one can do about it. */

import { jsx } from "@emotion/react";
import { Fragment, useEffect, useEffectEvent, useRef, useState } from "react";
import { draftOf, forgetDraft, keepDraft } from "$/public/external/ejournal/ui/components/draft/draft/drafts.js";
import { FileIcon } from "./icons.jsx";
import { sizeWords } from "./sizes.js";
import { letGo, Refused, sendFile } from "./uploads.js";

const AT_ONCE = 2;
const isPicture = (file) => file.type.startsWith("image/") && !/hei[cf]/.test(file.type);

function kept(owner, name) {
  try {
    return JSON.parse(draftOf(owner, name)?.text ?? "[]").map((file) => ({ id: file.key, name: file.name, size: file.size, sent: file.size, state: "done", file, url: file.preview }));
  } catch {
    return [];
  }
}

/** Sends what was chosen, two at a time, and keeps as a draft what has come; stops when the field goes. */
function useSending({ owner, name, files, held, change }) {
  const start = useEffectEvent((one) => {
    const stop = new AbortController();
    const given = held.current.get(one.id).file;
    held.current.set(one.id, { file: given, stop });
    change(one.id, { state: "going", error: "" });
    sendFile(given, {
      signal: stop.signal,
      onSent: (sent) => change(one.id, { state: "going", sent }),
      onWait: (words) => change(one.id, { state: "waits", error: words }),
    }).then(
      (file) => change(one.id, { state: "done", file, sent: one.size, name: file.name }),
      (error) => stop.signal.aborted || change(one.id, { state: "refused", error: error instanceof Refused ? error.message : "" }),
    );
  });
  const next = useEffectEvent(() => {
    const going = files.filter((one) => one.state === "going" || one.state === "waits").length;
    files.filter((one) => one.state === "chosen").slice(0, Math.max(AT_ONCE - going, 0)).forEach((one) => start(one));
    const done = files.filter((one) => one.state === "done").map((one) => one.file);
    if (done.length) keepDraft(owner, name, JSON.stringify(done), "");
    else forgetDraft(owner, name);
  });
  const states = files.map((one) => one.id + one.state).join();
  useEffect(() => next(), [states]);
  const leave = useEffectEvent(() => held.current.forEach(({ stop }) => stop?.abort()));
  useEffect(() => () => leave(), []);
}

/** The files of a field, sent as they are chosen; those that have come are kept as a draft of this name. */
export function useChosen({ owner, name, most }) {
  const [files, setFiles] = useState(() => kept(owner, name));
  const [tooMany, setTooMany] = useState(false);
  const held = useRef(new Map()); // by id: what the browser gave, how to stop it
  const count = useRef(0);
  const change = (id, values) => setFiles((all) => all.map((one) => (one.id === id ? { ...one, ...values } : one)));
  useSending({ owner, name, files, held, change });
  const add = (list) => {
    const room = most - files.length;
    const more = Array.from(list).slice(0, Math.max(room, 0)).map((file) => {
      count.current += 1;
      const id = `chosen${count.current}`;
      held.current.set(id, { file });
      return { id, name: file.name, size: file.size, sent: 0, state: "chosen", error: "", url: isPicture(file) ? URL.createObjectURL(file) : "" };
    });
    setTooMany(list.length > room);
    if (more.length) setFiles((all) => [...all, ...more]);
  };
  const forget = (one) => {
    held.current.get(one.id)?.stop?.abort();
    held.current.delete(one.id);
    if (one.url.startsWith("blob:")) URL.revokeObjectURL(one.url);
  };
  const drop = (one) => {
    forget(one);
    if (one.file) letGo(one.file.key);
    setTooMany(false);
    setFiles((all) => all.filter((other) => other.id !== one.id));
  };
  const again = (one) => held.current.has(one.id) && change(one.id, { state: "chosen", sent: 0 });
  const clear = () => {
    files.forEach(forget);
    setTooMany(false);
    setFiles([]);
  };
  const isReady = files.every((one) => one.state === "done");
  return { files, tooMany, add, drop, again, clear, isReady, done: files.flatMap((one) => one.file ?? []) };
}

function Row({ one, words, locale, onDrop, onAgain }) {
  const isGoing = one.state === "going" || one.state === "waits" || one.state === "chosen";
  const said = one.state === "refused" ? one.error || words.failed : one.state === "waits" ? one.error || words.waits : sizeWords(one.size, locale);
  return jsx("li", { className: `chosen-file is-${one.state}` },
    one.url ? jsx("img", { src: one.url, alt: "", className: "chosen-picture" }) : jsx("span", { className: "chosen-picture" }, jsx(FileIcon, { kind: one.file?.kind, size: 20 })),
    jsx("div", { className: "chosen-words" },
      jsx("b", { className: "clip", dir: "auto" }, one.name),
      jsx("span", { role: one.state === "refused" ? "alert" : undefined, dir: "auto" }, said),
      isGoing && jsx("progress", { max: one.size, value: one.sent, "aria-label": `${words.loading}: ${one.name}` })),
    one.state === "refused" && !one.error && jsx("button", { type: "button", onClick: () => onAgain(one) }, words.again),
    jsx("button", { type: "button", onClick: () => onDrop(one), "aria-label": `${words.remove}: ${one.name}`, title: words.remove }, jsx(FileIcon, { kind: "close", size: 18 })));
}

export function Chosen({ chosen, words, locale }) {
  if (!chosen.files.length && !chosen.tooMany) return null;
  return jsx("div", { className: "chosen" },
    chosen.tooMany && jsx("p", { className: "chosen-many", role: "alert" }, words.too_many),
    jsx("ul", null, chosen.files.map((one) => jsx(Row, { key: one.id, one, words, locale, onDrop: chosen.drop, onAgain: chosen.again }))));
}

/** The buttons that choose files: any, and on phones what the camera takes now. */
export function Choosers({ chosen, words, withCamera }) {
  const onChange = (event) => {
    chosen.add(Array.from(event.target.files));
    event.target.value = "";
  };
  return jsx(Fragment, null,
    jsx("label", { className: "chosen-choose", title: words.attach },
      jsx("input", { type: "file", multiple: true, className: "sr-only", "aria-label": words.attach, onChange }), jsx(FileIcon, { kind: "clip", size: 20 })),
    withCamera && jsx("label", { className: "chosen-choose is-camera", title: words.camera },
      jsx("input", { type: "file", accept: "image/*", capture: "environment", className: "sr-only", "aria-label": words.camera, onChange }), jsx(FileIcon, { kind: "camera", size: 20 })));
}

/** What is dropped upon the element, and what is pasted into it, is added; whether something hovers over it. */
export function useDropped(chosen, isOpen) {
  const [over, setOver] = useState(false);
  const bears = (event) => isOpen && Array.from(event.dataTransfer?.types ?? []).includes("Files");
  const on = {
    onDragOver: (event) => {
      if (!bears(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event) => event.currentTarget.contains(event.relatedTarget) || setOver(false),
    onDrop: (event) => {
      if (!bears(event)) return;
      event.preventDefault();
      setOver(false);
      chosen.add(Array.from(event.dataTransfer.files));
    },
    onPaste: (event) => {
      const files = isOpen ? Array.from(event.clipboardData?.files ?? []) : [];
      if (!files.length) return;
      event.preventDefault();
      chosen.add(files);
    },
  };
  return { over, on };
}
