/* Files that something shows: pictures as previews with a full view, films and sound to play, all else as rows. */

import { jsx } from "@emotion/react";
import { Fragment, useEffect, useRef, useState } from "react";
import { useBack } from "$/public/external/ejournal/ui/components/back/back/back.js";
import { FileIcon } from "./icons.jsx";
import { sizeWords } from "./sizes.js";
import "./sent.css";

const SIDE_REM = 20;

function Viewer({ pictures, at, words, onMove, onClose }) {
  const box = useRef(null);
  useBack(true, onClose);
  useEffect(() => {
    const dialog = box.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  const file = pictures[at];
  const move = (by) => pictures[at + by] && onMove(at + by);
  const onKeyDown = (event) => {
    if (event.key === "ArrowLeft") move(-1);
    if (event.key === "ArrowRight") move(1);
  };
  const step = (kind, by) => pictures[at + by] && jsx("button", { type: "button", className: `viewer-${kind}`, onClick: () => move(by), "aria-label": words[kind], title: words[kind] }, jsx(FileIcon, { kind, size: 28 }));
  return jsx("dialog", {
    ref: box, className: "viewer", "aria-label": file.name, onKeyDown,
    onCancel: (event) => {
      event.preventDefault();
      onClose();
    },
    onClick: (event) => event.target === box.current && onClose(),
  },
  jsx("div", { className: "viewer-head" },
    jsx("span", { className: "clip", dir: "auto" }, file.name),
    jsx("a", { href: `${file.href}?save=1`, download: file.name, "aria-label": words.save_file, title: words.save_file }, jsx(FileIcon, { kind: "save", size: 22 })),
    jsx("button", { type: "button", onClick: onClose, autoFocus: true, "aria-label": words.close, title: words.close }, jsx(FileIcon, { kind: "close", size: 22 }))),
  jsx("img", { key: file.key, src: file.href, alt: file.name, width: file.width, height: file.height }),
  step("before", -1), step("after", 1));
}

/** The room of a picture before it has come: what stands below it does not jump. */
function placeOf({ width, height }) {
  const rem = width >= height ? SIDE_REM : (SIDE_REM * width) / height;
  return { aspectRatio: `${width} / ${height}`, width: `min(${rem}rem, ${width}px)` };
}

function Pictures({ pictures, words }) {
  const [at, setAt] = useState(-1);
  return jsx(Fragment, null,
    jsx("div", { className: `shown-pictures${pictures.length > 1 ? " are-many" : ""}` }, pictures.map((file, index) =>
      jsx("button", { key: file.key, type: "button", "aria-label": `${words.open_picture}: ${file.name}`, onClick: () => setAt(index) },
        jsx("img", { src: file.preview || file.href, alt: "", width: file.width, height: file.height, loading: "lazy", decoding: "async", style: pictures.length > 1 ? undefined : placeOf(file) })))),
    at >= 0 && jsx(Viewer, { pictures, at, words, onMove: setAt, onClose: () => setAt(-1) }));
}

function Row({ file, words, locale }) {
  const shown = file.kind === "pdf" ? { href: file.href, target: "_blank", rel: "noopener" } : { href: `${file.href}?save=1`, download: file.name };
  return jsx("a", { className: "shown-file", ...shown },
    jsx(FileIcon, { kind: file.kind, size: 22 }),
    jsx("span", { className: "shown-words" }, jsx("b", { dir: "auto" }, file.name), jsx("span", null, sizeWords(file.size, locale), file.kind === "pdf" ? "" : `, ${words.saves}`)));
}

function Playable({ file, words, locale }) {
  const media = file.kind === "video"
    ? jsx("video", { controls: true, preload: "metadata", src: file.href, "aria-label": file.name, playsInline: true })
    : jsx("audio", { controls: true, preload: "none", src: file.href, "aria-label": file.name });
  return jsx("div", { className: "shown-media" }, media, jsx(Row, { file, words, locale }));
}

export function Shown({ files, words, locale }) {
  if (!files?.length) return null;
  const pictures = files.filter((one) => one.kind === "picture");
  return jsx("div", { className: "shown-files" },
    pictures.length > 0 && jsx(Pictures, { pictures, words }),
    files.filter((one) => one.kind !== "picture").map((file) =>
      jsx(file.kind === "video" || file.kind === "audio" ? Playable : Row, { key: file.key, file, words, locale })));
}
