/* One message, with what one may do with it. */

import { jsx } from "@emotion/react";
import { Fragment, useId } from "react";
import { Linked } from "$/public/external/ejournal/ui/components/linked/linked/linked.jsx";
import { Shown } from "$/public/external/ejournal/ui/components/sent/sent/shown.jsx";
import { Icon } from "./icons.jsx";
import { namedParts } from "./naming.jsx";

const SIGNS = ["agreed", "thanks", "done"];

function Answered({ answer, words, onJump }) {
  if (!answer) return null;
  return jsx("button", { type: "button", className: "talk-answered", onClick: () => onJump(answer.n) },
    jsx("b", null, answer.author), jsx("span", { dir: "auto" }, answer.words || words.deleted));
}

function Body({ row, words, fileWords, locale }) {
  if (row.deleted) return jsx("p", { className: "talk-gone" }, words.deleted);
  if (row.hidden !== false) return jsx("p", { className: "talk-gone" }, row.hidden ? words.hidden.replace("{reason}", row.hidden) : words.hidden_short);
  return jsx(Fragment, null,
    jsx(Shown, { files: row.files, words: fileWords, locale }),
    row.words && jsx("p", { className: "talk-words", dir: "auto" }, namedParts(row.words, row.named).map(([text, named, own], index) =>
      named ? jsx("span", { key: index, className: own ? "talk-named is-me" : "talk-named" }, text) : jsx(Linked, { key: index, text }))));
}

function Signs({ row, words, onSign }) {
  if (!row.signs.length) return null;
  return jsx("div", { className: "talk-signs" }, row.signs.map(([sign, count, own]) =>
    jsx("button", { key: sign, type: "button", "aria-pressed": own, title: words[sign], onClick: () => onSign(row.n, sign) },
      jsx(Icon, { name: sign, size: 15 }), jsx("span", { className: "sr-only" }, words[sign], " "), count)));
}

function Menu({ row, may, words, on }) {
  const id = useId();
  const items = [
    may.write && ["answer", () => on.answer(row)],
    may.announce && [row.pinned ? "unpin" : "pin", () => on.pin(row.n)],
    row.change && ["change", () => on.change(row)],
    row.change && ["take_back", () => on.takeBack(row.n)],
    may.report && !row.own && ["report", () => on.report(row.n)],
  ].filter(Boolean);
  if (row.deleted || row.hidden !== false || !(items.length || may.write)) return null;
  const hide = () => document.getElementById(id)?.hidePopover();
  return jsx(Fragment, null,
    jsx("button", { type: "button", className: "talk-more", popoverTarget: id, "aria-label": words.more, style: { anchorName: `--m${row.n}` } }, jsx(Icon, { name: "more", size: 18 })),
    jsx("div", { id, popover: "auto", className: "menu talk-menu", onClick: hide, style: { positionAnchor: `--m${row.n}` } },
      may.write && jsx("div", { className: "talk-menu-signs" }, SIGNS.map((sign) =>
        jsx("button", { key: sign, type: "button", title: words[sign], "aria-label": words[sign], onClick: () => on.sign(row.n, sign) }, jsx(Icon, { name: sign, size: 20 })))),
      items.map(([name, act]) => jsx("button", { key: name, type: "button", onClick: act }, words[name]))));
}

function Foot({ row, words, may, on }) {
  if (!row.read) return null;
  return jsx("div", { className: "talk-read" },
    jsx(Icon, { name: "eye", size: 17 }), jsx("b", null, row.read),
    may.names && jsx("button", { type: "button", onClick: () => on.readers(row.n) }, words.names),
    row.reminded ? jsx("span", null, row.reminded) : may.announce && row.left > 0 && jsx("button", { type: "button", onClick: () => on.remind(row.n) }, words.remind));
}

export function Message({ row, follows, may, words, fileWords, locale, on, sought }) {
  const named = !row.own && !follows;
  const state = row.own && !row.deleted ? jsx("span", { className: "talk-state", title: words.saved }, jsx(Icon, { name: "saved", size: 14 }), jsx("span", { className: "sr-only" }, words.saved)) : null;
  return jsx("li", { id: `m${row.n}`, className: `talk-message${row.own ? " is-own" : ""}${row.ann ? " is-announcement" : ""}${follows ? " follows" : ""}${sought ? " is-sought" : ""}` },
    named && !row.ann && jsx("div", { className: "talk-author" }, jsx("b", null, row.author), row.about && `, ${row.about}`, jsx("time", { dateTime: row.at }, row.time)),
    jsx("div", { className: "talk-line" },
      jsx("div", { className: "talk-bubble" },
        row.ann && jsx("div", { className: "talk-kind" }, jsx(Icon, { name: "announce", size: 18 }), jsx("b", null, words.announcement), jsx("span", null, row.own ? words.you : row.author, ", ", row.time)),
        row.pinned && jsx("div", { className: "talk-pinned" }, jsx(Icon, { name: "pin", size: 14 }), words.pinned),
        jsx(Answered, { answer: row.answer, words, onJump: on.jump }),
        jsx(Body, { row, words, fileWords, locale }),
        jsx(Foot, { row, words, may, on })),
      jsx(Menu, { row, may, words, on })),
    jsx(Signs, { row, words, onSign: may.write ? on.sign : () => {} }),
    (row.own || row.edited || (follows && !row.ann)) && jsx("div", { className: "talk-foot" },
      row.edited && jsx("span", null, words.changed, " "), (row.own || follows) && !row.ann && jsx("time", { dateTime: row.at }, row.time), state));
}
