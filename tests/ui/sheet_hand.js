/* Presses the keys of each case in a one-cell sheet and writes what then stands there and what was said. */

import { Store } from "../../ejournal/ui/components/sheet/store.js";

const { grammars, words, cases } = JSON.parse(await Bun.stdin.text());

/** A sheet of one pupil, one lesson and one term; the server of this test takes whatever it is sent. */
function sheetOf(scale, shown, future) {
  const grammar = grammars[scale];
  const store = new Store("");
  store.words = words;
  const put = (ops) => queueMicrotask(() => store.apply({ seq: store.book.seq + 1, results: ops.map((op) => ({ id: op.id, ok: true, cell: op.v })) }));
  store.on = { put };
  store.load({
    key: "1:2", seq: 0, read_only: false, why: "", marks: grammar.marks, grammar, limits: {}, foot: [],
    columns: [{ id: "L1", title: "20 ноября, 3-й урок", open: true, future }],
    term_columns: [{ id: "T2", title: "II ч.", editable: true }],
    rows: [{ id: "P1", name: "Белов Тимофей", cells: shown, terms: [""], proposals: [""] }, { id: "P2", name: "Орлов Григорий", cells: "", terms: [""] }],
  });
  store.cursor = { r: 0, c: 0 };
  return store;
}

const answered = () => new Promise((done) => setTimeout(done, 0));

async function hand({ scale, shown = "", term = false, future = false, keys = [], paste = null }) {
  const store = sheetOf(scale, shown, future);
  if (term) store.cursor = { r: 0, c: 1 };
  const { r, c } = store.cursor;
  if (paste !== null) store.paste(paste);
  for (const [key, code] of keys) {
    if (key === "Backspace") store.typing.back();
    else if (key === "Escape") store.revert();
    else store.press({ key, code });
    await answered();
  }
  const typed = store.view(r, c).text;
  const said = store.note?.text || "";
  store.endDraft();
  await answered();
  const skipped = (store.batch?.skipped || []).map(({ name, value, why, line }) => ({ name, value, why, line }));
  return { typed, said, stands: store.view(r, c).text, below: store.view(r + 1, c).text, after: store.note?.text || "", skipped };
}

const found = [];
for (const one of cases) found.push(await hand(one));
console.log(JSON.stringify(found));
