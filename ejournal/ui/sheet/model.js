/* What a cell's text means and which key sets what. Pure functions; no rule of the school beyond the marks given. */

/** Key letter → code in a lesson's cell, and in a term's cell. */
const LESSON_CODES = { н: "н", б: "б", у: "у/п", п: "н/п", о: "оп", с: "осв" };
const TERM_CODES = { а: "н/а", с: "осв" };
export const ABSENCES = ["н", "б", "у/п", "н/п"];
export const LATE = "оп";
export const CLOSED = "#";

/** The same keys by place on the keyboard, whatever the layout switched on. */
const BY_PLACE = {
  KeyY: "н", Comma: "б", KeyE: "у", KeyG: "п", KeyJ: "о", KeyC: "с", KeyF: "а", KeyP: "з", BracketLeft: "х",
};
const LATIN = { n: "н", b: "б" };

/** Cell string → its text and flags. */
export function read(cell) {
  const text = (cell || "").replace(/[*?]+$/, "");
  const marks = (cell || "").slice(text.length);
  return { text, comment: marks.includes("*"), waiting: marks.includes("?"), closed: text === CLOSED };
}

/** A key press → digit, "/", a Cyrillic letter, or "" when it is none of ours. */
export function letterOf(event) {
  const key = event.key.toLowerCase();
  if (/^[0-9]$/.test(key)) return key;
  if (key === "/" || event.code === "Slash" || event.code === "NumpadDivide" || event.code === "Backslash") return "/";
  if (/^[а-яё]$/.test(key)) return key;
  return LATIN[key] || BY_PLACE[event.code] || "";
}

const starts = (text, marks) => text !== "" && marks.some((m) => m.startsWith(text));

/** «5/4 оп» → ["5/4", "оп"]: marks and late coming may stand in one cell. */
export function late(text) {
  return text.endsWith(LATE) ? [text.slice(0, -LATE.length).trim(), LATE] : [text, ""];
}

/** The text after one more key, or null when the key means nothing here. */
export function typed(ch, draft, shown, marks, term) {
  if (/^\d$/.test(ch)) {
    const parts = (codes(term).includes(draft) ? "" : draft || "").split("/");
    const last = parts.length - 1;
    if (starts(parts[last] + ch, marks)) parts[last] += ch;
    else if (starts(ch, marks)) parts[last] = ch;
    else return null;
    return parts.join("/");
  }
  if (ch === "/") {
    const text = draft || shown;
    return !term && marks.includes(text) ? text + "/" : null;
  }
  if (ch === "з" || ch === "х") {
    const words = marks.filter((m) => !/^\d/.test(m));
    return (ch === "з" ? words[0] : words[1]) || null;
  }
  return (term ? TERM_CODES : LESSON_CODES)[ch] || null;
}

/** Whether a typed text may be sent as it stands. */
export function complete(text, marks, term) {
  if (text === "" || codes(term).includes(text) || marks.includes(text)) return true;
  const parts = text.split("/");
  return !term && parts.length === 2 && parts.every((p) => marks.includes(p));
}

/** Whether more digits may follow («1» of «10»), so that sending should wait a little. */
export function growable(text, marks) {
  const last = text.split("/").pop();
  return last === "" || marks.some((m) => m.length > last.length && m.startsWith(last) && /^\d+$/.test(m));
}

/** The codes that a cell of this kind takes besides marks. */
export function codes(term) {
  return Object.values(term ? TERM_CODES : LESSON_CODES);
}

/** A pasted value in the journal's spelling, or null when it is none. */
export function tidy(raw, marks, term) {
  let text = raw.trim().toLowerCase().replace(/\s*[/\\;,|]\s*|\s+/g, "/").replace(/^\/|\/$/g, "");
  text = text.replace(/h/g, "н").replace(/a/g, "а").replace(/[oо][пn]/, LATE);
  if (text === "нп") text = "н/п";
  if (text === "уп") text = "у/п";
  if (text === "на") text = "н/а";
  return complete(text, marks, term) ? text : null;
}

/** Text of a spreadsheet's clipboard → rows of values. */
export function grid(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
}

/** «Абрамова Алиса» → «Абрамова А.» */
export function shortName(name) {
  const [family, given] = name.split(" ");
  return given ? `${family} ${given[0]}.` : family;
}

/** «{n} changes» with its places filled. */
export function fill(template, values) {
  return (template || "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

let count = 0;
/** An id that no other change in the world has. */
export function newId() {
  count += 1;
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 9)}-${count}`;
}
