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
  const text = (cell || "").replace(/[*?#]+$/, "");
  const flags = (cell || "").slice(text.length);
  return { text, comment: flags.includes("*"), waiting: flags.includes("?"), closed: flags.includes(CLOSED) };
}

/** «н/4» → {absence: "н", marks: "4"}; «5/4 оп 10» → {marks: "5/4", late: "оп 10", minutes: 10}. */
export function parts(text) {
  const [, rest, late = "", minutes] = /^(.*?)\s*(оп(?: (\d+))?)?$/.exec(text || "");
  const [, absence = "", marks] = /^(?:(у\/п|н\/п|н\/а|н|б|осв)(?:\/|$))?(.*)$/.exec(rest);
  return { absence, marks, late, minutes: minutes ? Number(minutes) : null };
}

/** The same marks with another word about presence: an absence, a late coming, or none. */
export function withCode(text, code) {
  const { marks } = parts(text);
  if (code.startsWith(LATE)) return marks ? `${marks} ${code}` : code;
  return code && marks ? `${code}/${marks}` : code || marks;
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

/** The text after one more key, or null when the key means nothing here. A late coming stays with a new mark. */
export function typed(ch, draft, shown, marks, term) {
  const { late } = parts(shown);
  const bare = (text) => parts(text).late ? text.slice(0, -parts(text).late.length).trim() : text;
  const tail = (text) => (late && text ? `${text} ${late}` : text);
  if (/^\d$/.test(ch)) {
    const text = bare(draft || "");
    const before = text.slice(0, text.lastIndexOf("/") + 1);
    const last = text.slice(before.length);
    if (starts(last + ch, marks)) return tail(before + last + ch);
    if (!starts(ch, marks)) return null;
    return tail(codes(term).includes(text) ? ch : before + ch);
  }
  if (ch === "/") {
    const text = bare(draft || shown);
    const one = marks.includes(text) || ABSENCES.includes(text);
    return !term && one ? tail(text + "/") : null;
  }
  if (ch === "з" || ch === "х") {
    const words = marks.filter((m) => !/^\d/.test(m));
    return (ch === "з" ? words[0] : words[1]) || null;
  }
  const code = (term ? TERM_CODES : LESSON_CODES)[ch];
  if (!code) return null;
  return code === LATE && !parts(shown).absence ? withCode(shown, LATE) : code;
}

/** Whether a typed text may be sent as it stands. */
export function complete(text, marks, term) {
  if (text === "" || codes(term).includes(text) || marks.includes(text)) return true;
  const cell = parts(text);
  if (term || text.includes("//") || /\/(\s|$)/.test(text)) return false;
  const list = cell.marks ? cell.marks.split("/") : [];
  return list.length <= 2 && list.every((m) => marks.includes(m)) && cell.absence !== "осв" && (list.length > 0 || cell.late !== "");
}

/** Whether more digits may follow («1» of «10»), so that sending should wait a little. */
export function growable(text, marks) {
  const last = parts(text).marks.split("/").pop();
  return marks.some((m) => m.length > last.length && m.startsWith(last) && /^\d+$/.test(m));
}

/** The codes that a cell of this kind takes besides marks. */
export function codes(term) {
  return Object.values(term ? TERM_CODES : LESSON_CODES);
}

/** A pasted value in the journal's spelling, or null when it is none. */
export function tidy(raw, marks, term) {
  let text = raw.trim().toLowerCase().replace(/h/g, "н").replace(/a/g, "а").replace(/o/g, "о");
  text = text.replace(/\s*[/\\;,|]\s*/g, "/").replace(/^\/|\/$/g, "").replace(/(\d)\s+(?=\d+(\s|$))(?<!оп \d)/g, "$1/");
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
