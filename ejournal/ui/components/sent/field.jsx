/* Files in a form: chosen and sent at once, named to the form by their keys; and files that something shows. */

import { jsx } from "@emotion/react";
import { Chosen, Choosers, useChosen, useDropped } from "$/public/external/ejournal/ui/components/sent/sent/chosen.jsx";
import { Shown } from "$/public/external/ejournal/ui/components/sent/sent/shown.jsx";

const hasFinger = () => matchMedia("(pointer: coarse)").matches;

export function FileField({ name, going, owner, draft, most, label, locale, words }) {
  const chosen = useChosen({ owner, name: draft, most });
  const dropped = useDropped(chosen, true);
  return jsx("div", { className: `file-field${dropped.over ? " is-over" : ""}`, role: "group", "aria-label": label, ...dropped.on },
    jsx("div", { className: "file-field-head" }, jsx("span", { className: "file-field-label" }, label), jsx(Choosers, { chosen, words, withCamera: hasFinger() })),
    jsx(Chosen, { chosen, words, locale }),
    jsx("input", { type: "hidden", name, value: JSON.stringify(chosen.done.map((file) => file.key)), readOnly: true }),
    !chosen.isReady && jsx("input", { type: "hidden", name: going, value: "1", readOnly: true }));
}

export function SentFiles({ files, locale, words }) {
  return jsx(Shown, { files, locale, words });
}
