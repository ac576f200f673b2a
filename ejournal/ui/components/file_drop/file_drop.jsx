import { jsx } from "@emotion/react";
import { useRef, useState } from "react";
import "./file_drop.css";

/** Answers that say in words what was wrong: with the file, the database, the disk. */
const SAID = new Set([400, 503, 507]);
// Milliseconds after which reading takes longer than a usual file does.
const LATE = 4000;

/** One file as the body of a POST: unlike fetch, XMLHttpRequest tells how much has gone. */
function send(address, file, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("loadend", () => resolve(request));
    request.send(file);
  });
}

/** One file on its way: `share` of it has gone (null while none is), `late`: it is read for long, `problem`: what was wrong. */
function useSending({ address, megabytes, tooLarge, failed, onSent }) {
  const [share, setShare] = useState(null);
  const [problem, setProblem] = useState("");
  const [late, setLate] = useState(false);
  const take = async (file) => {
    if (!file || share !== null) return;
    if (file.size > megabytes * 1024 * 1024) {
      setProblem(tooLarge);
      return;
    }
    setProblem("");
    setShare(0);
    setLate(false);
    let wait;
    const request = await send(address, file, (part) => {
      setShare(part);
      if (part === 1) wait ??= setTimeout(() => setLate(true), LATE);
    });
    clearTimeout(wait);
    setShare(null);
    if (request.status === 200) onSent?.();
    else setProblem(SAID.has(request.status) && request.responseText ? request.responseText : failed);
  };
  return { share, late, problem, take };
}

/** How much has gone; how far the reading is, nobody knows. */
function Progress({ share, words }) {
  return jsx("div", { className: "progress", role: "status" },
    jsx("div", { className: "progress-words" }, words),
    jsx("progress", { max: 1, ...(share < 1 ? { value: share } : {}), "aria-label": words }));
}

/** A field that takes a dropped or chosen file, sends it, and says in words what was wrong with it. */
export function FileDrop({ accept, choose, drop, hint, sending, reading, waiting, ...about }) {
  const input = useRef(null);
  const [over, setOver] = useState(false);
  const { share, late, problem, take } = useSending(about);
  const onDragOver = (event) => {
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const chosen = (event) => {
    take(event.target.files[0]);
    event.target.value = "";
  };
  const read = late ? waiting : reading;
  const press = () => input.current.click();
  return jsx("div", { className: "file-drop" + (over ? " file-drop-over" : ""), onDragOver, onDragLeave: () => setOver(false), onDrop },
    jsx("input", { ref: input, type: "file", accept, hidden: true, onChange: chosen }),
    share !== null ? jsx(Progress, { share, words: share < 1 ? sending : read })
      : jsx("div", { className: "file-drop-ask" },
        jsx("button", { type: "button", className: "button button-primary", onClick: press }, choose),
        jsx("span", { className: "desktop-only soft" }, drop)),
    jsx("p", { className: "file-drop-hint soft" }, hint),
    problem ? jsx("p", { className: "file-drop-problem", role: "alert" }, problem) : null);
}
