/* What is answered and not sent yet, kept in this browser for the account. */

import { useEffect, useEffectEvent, useState } from "react";
import { draftOf, forgetDraft, keepDraft } from "$/public/external/ejournal/ui/components/draft/draft/drafts.js";

const EMPTY = {};

/** The answers by question, how to change one, whether they were left here before. */
export function useHeld({ owner, survey }) {
  const name = survey.preview ? "" : `survey:${survey.id}:${survey.seat}`;
  const [values, setValues] = useState(() => survey.content ?? EMPTY);
  const [restored, setRestored] = useState(false);
  const begin = useEffectEvent(() => {
    const found = survey.open && draftOf(owner, name);
    let kept = null;
    try {
      kept = found ? JSON.parse(found.text) : null;
    } catch {
      /* of another version of the program */
    }
    setValues(kept ?? survey.content ?? EMPTY);
    setRestored(Boolean(kept));
  });
  useEffect(() => begin(), [owner, name, survey.seq]);
  const put = (id, value) => {
    const next = { ...values, [id]: value };
    if (value === null) delete next[id];
    setValues(next);
    keepDraft(owner, name, JSON.stringify(next), survey.seen);
  };
  return { values, put, restored, forget: () => forgetDraft(owner, name) };
}
