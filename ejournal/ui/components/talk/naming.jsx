/* Whom the message may name: as one types a name after the sign, those found stand above the field. */

import { jsx } from "@emotion/react";
import { useEffect, useEffectEvent, useId, useState } from "react";

const SOON_MS = 200;
const BEGUN = /(?:^|[\s(«"])@([^@\n]{0,40})$/;

/** What stands after the sign up to the caret; null where no name is being typed. */
function begun(field) {
  return field && field.selectionStart === field.selectionEnd ? (BEGUN.exec(field.value.slice(0, field.selectionStart))?.[1] ?? null) : null;
}

export function useNaming({ room, text, box, people, type, onFind }) {
  const id = useId();
  const [words, setWords] = useState(null);
  const [at, setAt] = useState(0);
  const look = () => {
    setWords(onFind ? begun(box.current) : null);
    setAt(0);
  };
  const ask = useEffectEvent(() => words !== null && onFind(room, words));
  useEffect(() => {
    if (words === null) return undefined;
    const timer = setTimeout(() => ask(), SOON_MS);
    return () => clearTimeout(timer);
  }, [words]);
  useEffect(() => {
    if (!text) setWords(null);
  }, [text]);
  const found = words !== null && people?.words === words ? people.found : [];
  const choose = (name) => {
    const field = box.current;
    const caret = field.selectionStart;
    const before = `${field.value.slice(0, caret - words.length)}${name} `;
    type(before + field.value.slice(caret));
    setWords(null);
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(before.length, before.length);
    });
  };
  /** Whether the key was for the list. */
  const takes = (event) => {
    if (!found.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(found[at][1]);
    else if (event.key === "Escape") setWords(null);
    else return false;
    event.preventDefault();
    return true;
  };
  const field = found.length ? { role: "combobox", "aria-expanded": true, "aria-autocomplete": "list", "aria-controls": id, "aria-activedescendant": `${id}-${at}` } : {};
  return { id, found, at, choose, takes, look, field };
}

export function Naming({ naming, words }) {
  if (!naming.found.length) return null;
  return jsx("ul", { id: naming.id, role: "listbox", className: "talk-naming", "aria-label": words.name_whom },
    naming.found.map(([number, name], index) =>
      jsx("li", {
        key: number, id: `${naming.id}-${index}`, role: "option", "aria-selected": index === naming.at,
        onPointerDown: (event) => event.preventDefault(), onClick: () => naming.choose(name),
      }, name)));
}

/** The words in parts: those that name somebody apart, as [text, name or not, is it oneself]. */
export function namedParts(words, named) {
  let parts = [[words, false, false]];
  for (const [name, own] of named) {
    const sign = `@${name}`;
    parts = parts.flatMap((part) => {
      if (part[1]) return [part];
      return part[0].split(sign).flatMap((text, index) => (index ? [[sign, true, own], [text, false, false]] : [[text, false, false]]));
    });
  }
  return parts.filter(([text]) => text);
}
