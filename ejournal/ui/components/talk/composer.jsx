/* The field at the foot of a room: its draft is kept, Enter sends where there is a keyboard. */

import { jsx } from "@emotion/react";
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { draftOf, forgetDraft, keepDraft } from "$/public/external/ejournal/ui/components/draft/draft/drafts.js";
import { Chosen, Choosers } from "$/public/external/ejournal/ui/components/sent/sent/chosen.jsx";
import { Icon } from "./icons.jsx";
import { Naming, useNaming } from "./naming.jsx";
import { lengthOf } from "./queue.js";

const TYPING_EVERY_MS = 3000;
const hasFinger = () => matchMedia("(pointer: coarse)").matches;
const hasKeys = () => matchMedia("(hover: hover) and (pointer: fine)").matches;

/** The text of the field: that of a message being changed, else the room's draft. */
function useText({ owner, room, changing, answering }) {
  const name = `chat:${room}`;
  const [text, setText] = useState(() => draftOf(owner, name)?.text ?? "");
  const box = useRef(null);
  const kept = useRef(text);
  const begin = useEffectEvent(() => {
    if (changing) {
      kept.current = text;
      setText(changing.words);
    }
    if (changing || answering) box.current?.focus();
  });
  useEffect(() => begin(), [changing?.n, answering?.n]);
  useLayoutEffect(() => {
    const field = box.current;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }, [text]);
  const type = (value) => {
    setText(value);
    if (changing) return;
    if (value) keepDraft(owner, name, value, "");
    else forgetDraft(owner, name);
  };
  return { text, box, type, back: () => setText(kept.current) };
}

function About({ answering, changing, words, onLeave }) {
  if (!answering && !changing) return null;
  return jsx("div", { className: "talk-about" },
    jsx("div", null,
      jsx("b", null, changing ? words.changing : `${words.answering} ${answering.author}`),
      jsx("span", { dir: "auto" }, (changing ?? answering).words)),
    jsx("button", { type: "button", onClick: onLeave, "aria-label": words.cancel, title: words.cancel }, jsx(Icon, { name: "close", size: 18 })));
}

export function Composer({ owner, room, may, limit, words, fileWords, locale, chosen, answering, changing, people, onSend, onSave, onLeave, onTyping, onFind }) {
  const typed = useRef(-TYPING_EVERY_MS);
  const { text, box, type, back } = useText({ owner, room, changing, answering });
  const naming = useNaming({ room, text, box, people, type, onFind: changing ? undefined : onFind });
  const [announces, setAnnounces] = useState(false);
  const over = lengthOf(text) - limit;
  const takesFiles = !changing;
  const withFiles = takesFiles && chosen.files.length > 0;
  const ready = (lengthOf(text) > 0 || withFiles || (changing?.files.length ?? 0) > 0) && over <= 0 && (!takesFiles || chosen.isReady);
  const change = (value) => {
    type(value);
    naming.look();
    if (!value || !onTyping || performance.now() - typed.current < TYPING_EVERY_MS) return;
    typed.current = performance.now();
    onTyping();
  };
  const leave = () => {
    if (changing) back();
    onLeave();
  };
  const go = () => {
    if (!ready) return;
    box.current?.focus();
    if (changing) {
      onSave(changing.n, text.trim());
      back();
      return;
    }
    onSend(text.trim(), announces, chosen.done);
    chosen.clear();
    type("");
    setAnnounces(false);
  };
  const onKeyDown = (event) => {
    if (naming.takes(event)) return;
    if (event.key === "Escape") leave();
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || !hasKeys()) return;
    event.preventDefault();
    go();
  };
  const label = announces ? words.announcement : words.message;
  return jsx("div", { className: "talk-composer" },
    jsx(About, { answering, changing, words, onLeave: leave }),
    takesFiles && jsx(Chosen, { chosen, words: fileWords, locale }),
    over > 0 && jsx("p", { className: "talk-too-long", role: "alert" }, words.too_long.replace("{n}", over).replace("{limit}", limit)),
    jsx(Naming, { naming, words }),
    jsx("div", { className: "talk-field" },
      may.announce && !changing && jsx("button", {
        type: "button", className: "talk-kind-choice", "aria-pressed": announces, title: words.announce, "aria-label": words.announce,
        onClick: () => setAnnounces(!announces),
      }, jsx(Icon, { name: "announce", size: 20 })),
      takesFiles && jsx(Choosers, { chosen, words: fileWords, withCamera: hasFinger() && !text }),
      jsx("textarea", {
        ref: box, rows: 1, value: text, placeholder: label, "aria-label": label, "aria-invalid": over > 0 || undefined,
        onChange: (event) => change(event.target.value), onKeyDown, onSelect: naming.look, ...naming.field,
      }),
      jsx("button", { type: "button", className: "talk-send button button-primary", disabled: !ready, title: withFiles && !chosen.isReady ? fileWords.still_going : undefined, onClick: go },
        jsx(Icon, { name: "send", size: 20 }), jsx("span", null, changing ? words.save : announces ? words.announce : words.send))));
}
