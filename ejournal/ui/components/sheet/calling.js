/* The roll of a lesson: who is called, who has been, and what is written of each. */

import { LATE, parts, withCode } from "./model.js";

const FIRST_LATE = 5;
const CODES = { here: "", absent: "н", late: `${LATE} ${FIRST_LATE}` };

/** «absent», «late», «here»; empty: not called yet. */
function standing(text, isSeen) {
  const { absence, late } = parts(text);
  if (absence) return "absent";
  if (late) return "late";
  return isSeen || text ? "here" : "";
}

/** Those whom the lesson has: {r, id, name, number, text, is}; apart: the rows of those exempt, or not here then. */
export function peopleOf(store, c, seen) {
  const people = [];
  const apart = [];
  store.book.sheet.rows.forEach((row, r) => {
    const { text } = store.view(r, c);
    if (!store.editable(r, c) || parts(text).absence === "осв") apart.push(row);
    else people.push({ r, id: row.id, name: row.name, number: r + 1, text, is: standing(text, seen.has(row.id)) });
  });
  return { people, apart };
}

/** Whoever was named in this call, or is known to be away or late. */
export const isCalled = (one, seen) => seen.has(one.id) || one.is === "absent" || one.is === "late";

/** Whether nobody is left to be called. */
export const callOver = (people, seen) => people.every((one) => isCalled(one, seen));

/** What is written of a pupil who is of that kind: the marks stay. */
export const after = (one, kind) => (kind === one.is ? one.text : withCode(one.text, CODES[kind]));

/** What a tap on the name writes: absent, then late, then here again. */
export const tapped = (one) => withCode(one.text, CODES[{ absent: "late", late: "here" }[one.is] || "absent"]);
