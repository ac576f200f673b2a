/* What a cell's text holds and which key means what. Pure functions; what may stand where is the grammar's. */

export const LATE = "оп";

/** The keys of letters by place on the keyboard, when the Latin layout is on. */
const BY_PLACE = {
  KeyY: "н", KeyE: "у", KeyG: "п", KeyJ: "о", KeyC: "с", KeyF: "а", KeyP: "з", BracketLeft: "х", KeyD: "в",
};
const BY_SOUND = { n: "н", b: "б" };

/** Cell string → its text and flags. */
export function read(cell) {
  const text = (cell || "").replace(/[*?#]+$/, "");
  const flags = (cell || "").slice(text.length);
  return { text, comment: flags.includes("*"), waiting: flags.includes("?"), closed: flags.includes("#") };
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

/** A key press → what it writes into a cell: digit, Russian letter or separator; "" when it writes nothing.
 *
 * `begins`: nothing is typed yet; then the Latin «,» is the letter «б» of the same key, for no entry begins with a comma.
 */
export function letterOf(event, begins = true) {
  const key = event.key.normalize("NFKC").toLowerCase();
  if (/^[0-9а-яё]$/u.test(key)) return key;
  if (key === "," && event.code === "Comma" && begins) return "б";
  if (/^[/\\,.;|]$/.test(key)) return key === "\\" ? "/" : key;
  return BY_SOUND[key] || BY_PLACE[event.code] || "";
}

/** A sign that writes nothing, as in «5+» and «4-»: after a mark it makes it none, and that is said. */
export const isSign = (key) => /^[^\p{L}\p{N}\s]$/u.test(key);

/** The text with a late coming that stood there before, or the marks that a late coming is added to. */
export function joined(entry, before, term) {
  if (term) return entry.v;
  const was = parts(before);
  if (entry.values.length && !entry.code && was.late) return `${entry.v} ${was.late}`;
  if (entry.code === LATE && !entry.values.length && !was.absence) return withCode(before, entry.v);
  return entry.v;
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

/** «Абрамова Алиса» → ["Абрамова", "А."]: on a narrow screen the family name gives way, the initial never. */
export function nameParts(name) {
  const [family, given] = name.split(" ");
  return [family, given ? `${given[0]}.` : ""];
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
