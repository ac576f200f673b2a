/* The spread itself: head, rows and foot of the grid. Each row redraws only when something of its own changed. */

import { memo, useSyncExternalStore } from "react";
import { nameParts, parts } from "./model.js";

const NO_VERSION = () => 0;

export const useRow = (store, p) => useSyncExternalStore(store.subscribe, () => store.rowVersion(p), NO_VERSION);
export const useStore = (store) => useSyncExternalStore(store.subscribe, store.version, NO_VERSION);

/** Widths in px of everything that is not a lesson, and of a lesson's cell for the scale in use. */
export function widths(sheet, phone) {
  const longest = Math.max(...sheet.marks.map((m) => m.length), 1);
  const cell = (longest > 3 ? 52 : longest > 2 ? 40 : 33) + (phone ? 5 : 0);
  return { cell, number: phone ? 0 : 34, name: phone ? 132 : 194, average: phone ? 46 : 54, term: Math.max(48, cell) };
}

function months(columns) {
  const groups = [];
  for (const col of columns) {
    const last = groups[groups.length - 1];
    if (last?.month === col.month) last.span += 1;
    else groups.push({ month: col.month, span: 1, id: col.id });
  }
  return groups;
}

const columnClass = (col) =>
  (col.today ? " is-today" : "") + (col.test ? " is-test" : "") + (col.gap ? " is-gap" : "") +
  (col.cancelled ? " is-cancelled" : "");

/** Where the right-hand columns stick: the average, then the terms. */
function rightOf(sheet, w, t) {
  return (sheet.term_columns.length - t) * w.term;
}

export function Columns({ sheet, w }) {
  return (
    <colgroup>
      {w.number > 0 && <col style={{ width: w.number }} />}
      <col style={{ width: w.name }} />
      {sheet.columns.map((col) => <col key={col.id} style={{ width: w.cell }} />)}
      <col style={{ width: w.average }} />
      {sheet.term_columns.map((col) => <col key={col.id} style={{ width: w.term }} />)}
    </colgroup>
  );
}

function LessonHead({ col, index, current }) {
  return (
    <th role="columnheader" scope="col" aria-colindex={index + 3} data-head={index} title={col.title}
      className={"sj-day" + columnClass(col) + (current ? " is-current" : "")}>
      <span className="sj-date">{col.day}</span>
      <span className={col.kind ? "sj-kind" : "sj-weekday"}>{col.kind || col.weekday}</span>
    </th>
  );
}

export const Head = memo(function Head({ store, sheet, w, words }) {
  const cursor = useSyncExternalStore(store.subscribe, () => store.cursor.c, NO_VERSION);
  const lessons = sheet.columns.length;
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1} className="sj-months">
        {w.number > 0 && <th role="columnheader" aria-colindex={1} className="sj-number" rowSpan={2}>№</th>}
        <th role="columnheader" aria-colindex={2} className="sj-name" rowSpan={2} style={{ left: w.number }}>{words.pupil}</th>
        {months(sheet.columns).map((m) => (
          <th role="columnheader" key={m.id} colSpan={m.span} className="sj-month">
            <span style={{ left: w.number + w.name + 8 }}>{m.month}</span>
          </th>
        ))}
        <th role="columnheader" aria-colindex={lessons + 3} className="sj-average" rowSpan={2}
          style={{ right: rightOf(sheet, w, 0) }}>{words.average_short}</th>
        {sheet.term_columns.map((col, t) => (
          <th role="columnheader" key={col.id} aria-colindex={lessons + 4 + t} rowSpan={2}
            data-head={lessons + t} style={{ right: rightOf(sheet, w, t + 1) }}
            className={"sj-term" + (cursor === lessons + t ? " is-current" : "")}>{col.title}</th>
        ))}
      </tr>
      <tr role="row" aria-rowindex={2} className="sj-days">
        {sheet.columns.map((col, i) => <LessonHead key={col.id} col={col} index={i} current={i === cursor} />)}
      </tr>
    </thead>
  );
});

/** Marks with the failing ones set off; codes softer, late coming above the line. */
function Text({ text, failing }) {
  if (!text) return null;
  const { absence, marks, late, minutes } = parts(text);
  const small = marks ? late && "оп" : minutes;
  return (
    <>
      {absence && <span className="sj-code">{absence}{marks && "/"}</span>}
      {failing.some((bad) => marks.includes(bad)) ? marks.split("/").map((mark, i) => (
        <span key={i}>{i > 0 && "/"}{failing.includes(mark) ? <b className="sj-bad">{mark}</b> : mark}</span>
      )) : marks}
      {late && !marks && <span className="sj-code">оп</span>}
      {small ? <sup className="sj-sup">{small}</sup> : null}
    </>
  );
}

function cellClass(view, col, here) {
  let name = "sj-cell" + columnClass(col);
  if (col.term) name += " sj-term";
  if (view.closed) name += " is-closed";
  else if (!col.open) name += " is-fixed";
  const long = view.text.replace(/ ?оп.*$/, "").length;
  if (long > 3) name += long > 4 ? " is-longer" : " is-long";
  if (view.comment) name += " has-comment";
  if (view.waiting) name += " is-waiting";
  if (view.state) name += ` is-${view.state}`;
  return here ? name + " is-here" : name;
}

function Cell({ store, r, c, col, id, here, failing, words, right }) {
  const view = store.view(r, c);
  const proposal = col.term ? store.book.proposal(r, c) : "";
  const differs = proposal && view.text && proposal !== view.text;
  return (
    <td role="gridcell" id={id} aria-colindex={c + (col.term ? 4 : 3)} tabIndex={here ? 0 : -1} data-c={c} data-r={r}
      className={cellClass(view, col, here)} title={view.error || (view.text.length > 4 ? view.text : undefined)} style={right}
      aria-readonly={store.editable(r, c) ? undefined : true} aria-invalid={view.state === "refused" || undefined}
      aria-selected={here}>
      <Text text={view.text} failing={failing} />
      {view.closed && <span className="sj-sr">{words.closed}</span>}
      {!view.text && proposal ? <span className="sj-proposal"><span className="sj-sr">{words.proposed} </span>{proposal}</span> : null}
      {differs ? <small className="sj-differs"><span className="sj-sr"> {words.proposed} </span>{proposal}</small> : null}
      {view.comment && <span className="sj-sr">, {words.has_comment}</span>}
      {view.waiting && <span className="sj-sr">, {words.waits}</span>}
    </td>
  );
}

/** On a phone: the name with its initial, and under it the average and the term marks, which else stand far to the right. */
function ShortName({ row, sheet, words }) {
  const [family, initial] = nameParts(row.name);
  const terms = sheet.term_columns.map((col, t) => {
    const [set, proposed] = [row.cells[sheet.columns.length + t]?.replace(/[*?#]+$/, ""), row.proposals?.[t]];
    return { id: col.id, title: col.title, text: set || (proposed ? `(${proposed})` : "") };
  });
  return (
    <>
      <span className="sj-short"><span>{family}</span>{initial && <b>{initial}</b>}</span>
      <small className="sj-sum">{row.average && <span><span className="sj-sr">{words.average_word} </span>{row.average}</span>}
        {terms.filter((one) => one.text).slice(-1).map((one) => <span key={one.id}>{one.title} {one.text}</span>)}</small>
    </>
  );
}

export const Row = memo(function Row({ store, r, p, sheet, w, uid, words, failing, phone }) {
  useRow(store, p);
  const row = store.book.rows.get(p);
  const here = store.cursor.r === r ? store.cursor.c : -1;
  const lessons = sheet.columns.length;
  const lastTerm = sheet.term_columns.length ? store.book.columns.length - 1 : -1; // a tap on the name opens its mark
  const cell = (col, c, right) => (
    <Cell key={col.id} {...{ store, r, c, col, failing, words, right }} id={`${uid}-${r}-${c}`} here={c === here} />
  );
  return (
    <tr role="row" aria-rowindex={r + 3} className={"sj-row" + (here >= 0 ? " has-cursor" : "")}>
      {w.number > 0 && <td role="gridcell" aria-colindex={1} className="sj-number">{r + 1}</td>}
      <th role="rowheader" scope="row" aria-colindex={2} className="sj-name" style={{ left: w.number }}
        data-r={phone && lastTerm >= 0 ? r : undefined} data-c={phone && lastTerm >= 0 ? lastTerm : undefined}
        title={row.note ? `${row.name} — ${row.note}` : row.name}>
        {phone ? <ShortName {...{ row, sheet, words }} /> : <span>{row.name}</span>}
        {row.note && !phone && <small>{row.note}</small>}
      </th>
      {store.book.columns.slice(0, lessons).map((col, c) => cell(col, c))}
      <td role="gridcell" aria-colindex={lessons + 3} className="sj-average" style={{ right: rightOf(sheet, w, 0) }}>{row.average}</td>
      {store.book.columns.slice(lessons).map((col, t) => cell(col, lessons + t, { right: rightOf(sheet, w, t + 1) }))}
    </tr>
  );
});

/** Averages and absences below each column. */
export function Foot({ store, sheet, w, words }) {
  useSyncExternalStore(store.subscribe, () => store.book.footVersion, NO_VERSION);
  const line = (field, label, index) => (
    <tr role="row" aria-rowindex={sheet.rows.length + 3 + index} className="sj-foot">
      {w.number > 0 && <td role="gridcell" aria-colindex={1} className="sj-number" />}
      <th role="rowheader" scope="row" aria-colindex={2} className="sj-name" style={{ left: w.number }}>{label}</th>
      {sheet.columns.map((col, i) => (
        <td role="gridcell" key={col.id} aria-colindex={i + 3} className={"sj-total" + columnClass(col)}>{store.book.foot[i]?.[field]}</td>
      ))}
      <td role="gridcell" aria-colindex={sheet.columns.length + 3} className="sj-average" style={{ right: rightOf(sheet, w, 0) }} />
      {sheet.term_columns.map((col, t) => (
        <td role="gridcell" key={col.id} aria-colindex={sheet.columns.length + 4 + t} className="sj-term sj-cell"
          style={{ right: rightOf(sheet, w, t + 1) }} />
      ))}
    </tr>
  );
  return <tfoot role="rowgroup">{line("average", words.average, 0)}{line("absent", words.absent_total, 1)}</tfoot>;
}

/** The cell's title for people: «20 ноября, 3-й урок». */
export const columnTitle = (col) => col.title || `${col.day} ${col.month}`;
