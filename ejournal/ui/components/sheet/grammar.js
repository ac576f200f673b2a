/* What is typed → what stands in the cell: the grammar that the server sends (ejournal/services/scales.py), by its steps. */

const LATE = "оп";
const compiled = new WeakMap();

function patterns(g) {
  if (!compiled.has(g)) {
    compiled.set(g, {
      spelled: new RegExp(`^(?:${g.spelled})$`, "u"),
      token: new RegExp(g.token, "gu"),
      fraction: new RegExp(g.fraction, "u"),
      ends: new RegExp(`^[${g.blank}]+|[${g.blank}]+$`, "gu"),
    });
  }
  return compiled.get(g);
}

const known = (table, word) => (Object.hasOwn(table, word) ? table[word] : undefined);

/** Small Russian letters, whatever keyboard wrote them. */
function folded(text, g) {
  const spelled = text.normalize("NFKC").toLowerCase().replace(patterns(g).ends, "");
  return [...(known(g.alone, spelled) ?? spelled)].map((char) => known(g.alike, char) ?? char).join("");
}

/** «н/4», «5 оп 10»: a cell's parts as the journal writes them. */
function spell(values, code, minutes) {
  const marks = values.join("/");
  if (!code) return marks;
  if (code === LATE) return [marks, code, minutes ?? ""].filter((part) => part !== "").join(" ");
  return marks ? `${code}/${marks}` : code;
}

const refused = (no) => ({ no });

function checked(values, code, minutes, g) {
  if (values.length > g.most_marks) return refused("most");
  if (values.length && code === "осв") return refused("exempt");
  if (minutes !== null && (minutes < 1 || minutes > g.most_minutes)) return refused("minutes");
  return { v: spell(values, code, minutes), values, code, minutes };
}

/** A lesson's cell: {v, values, code, minutes}, or {no: why} by the names of the server's REFUSALS. */
function lessonEntry(text, g) {
  const spelled = folded(text, g);
  const { fraction, token: one, spelled: allowed } = patterns(g);
  const tokens = spelled.match(one) || [];
  if ([...text].length > g.most_typed || !allowed.test(spelled)) return refused("unknown");
  if (spelled && !tokens.length) return refused("unknown");
  if (g.whole && fraction.test(spelled)) return refused("fraction");
  const values = [];
  let code = null;
  let minutes = null;
  let before = "";
  for (const token of tokens) {
    const found = known(g.codes, token);
    if (found) {
      if (code) return refused("one_code");
      code = found;
    } else if (known(g.codes, before) === LATE && /^[0-9]+$/.test(token)) minutes = Number(token);
    else {
      const value = known(g.passes, token) ?? token;
      if (!g.marks.includes(value)) {
        const isMark = /^[0-9]+$/.test(token) || Object.values(g.passes).includes(value);
        return refused(!g.marks.length && isMark ? "no_marks" : "unknown");
      }
      values.push(value);
    }
    before = token;
  }
  return checked(values, code, minutes, g);
}

function termEntry(text, g) {
  const word = known(g.terms, folded(text, g));
  if (word) return { v: word, values: [], code: word, minutes: null };
  const entry = lessonEntry(text, g);
  if (entry.no) return entry;
  if (entry.code || entry.values.length > 1) return refused("term_one");
  return { ...entry, v: entry.values[0] || "" };
}

/** What a text means in a cell: {v, …} as the journal writes it, or {no}: the name of why it cannot stand there. */
export function entryOf(text, g, term) {
  return term ? termEntry(text, g) : lessonEntry(text, g);
}

/** Whether it ends where more is expected: «5/». */
export const isOpen = (text) => /[\s/,;.|]$/.test(text);

/** Whether with more letters it would mean (something else) something: «1» of «10», «ос» of «осв». */
export function canGrow(text, g, term) {
  const spelled = folded(text, g);
  const last = /(?:[а-я]+|[0-9]+)$/u.exec(spelled)?.[0];
  if (!last) return false;
  const head = spelled.slice(0, -last.length);
  const numbers = g.marks.filter((mark) => mark.length > 1);
  const words = term ? Object.keys(g.terms) : [...Object.keys(g.codes), ...Object.keys(g.passes)];
  const longer = [...numbers, ...words].filter((word) => word.startsWith(last) && word !== last);
  const minutes = !term && /оп?[^а-я0-9]*$/u.test(head) && /^[1-4]$/.test(last);
  return minutes || longer.some((word) => !entryOf(head + word, g, term).no);
}
