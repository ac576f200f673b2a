/* The controls by the kind of question: whole tiles are the target, each a radio button or a check box inside. */

import { Chosen, Choosers, useChosen } from "$/public/external/ejournal/ui/components/sent/sent/chosen.jsx";
import "$/public/external/ejournal/ui/components/sent/sent/sent.css";
import { useEffect, useEffectEvent } from "react";
import { Order } from "./order.jsx";
import { arranged } from "./shown.js";

const SCARCE = 10; // places left from which on they are said as few
const NEAR = 0.9; // of a limit: from here on letters are counted
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const hasFinger = () => matchMedia("(pointer: coarse)").matches;

function Tick() {
  return (
    <svg className="answering-tick" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="11" className="answering-tick-ground" />
      <path d="m7.5 12.5 3 3 6-6.5" className="answering-tick-mark" />
    </svg>
  );
}

function Tile({ one, name, many, chosen, full, disabled, onChoose, words }) {
  const left = one.left;
  const says = full ? words.full : left === null || left === undefined ? "" : left <= SCARCE ? fill(words.left, { n: left }) : fill(words.places, { n: one.places });
  const few = !full && left !== null && left !== undefined && left <= SCARCE;
  const id = `${name}-${one.id}`;
  return (
    <label className={`answering-tile${chosen ? " is-chosen" : ""}${full ? " is-full" : ""}${one.picture ? " has-picture" : ""}`} htmlFor={id}>
      <input id={id} type={many ? "checkbox" : "radio"} name={name} checked={chosen} disabled={disabled || full} onChange={onChoose} className="answering-input" />
      {one.picture && <img src={one.picture} alt={one.alt} loading="lazy" decoding="async" />}
      <span className="answering-tile-words">
        <span className="answering-tile-title">{one.title}</span>
        {says && <span className={few ? "answering-few" : "answering-soft"}>{says}</span>}
      </span>
      <Tick />
    </label>
  );
}

function Choice({ question, value, onPut, seat, disabled, words, name, labelled }) {
  const options = arranged(question, seat);
  const chosen = value?.options ?? [];
  const other = value?.other ?? "";
  const many = question.most > 1;
  const give = (ids, text) => onPut(ids.length || text ? { options: ids, ...(text ? { other: text } : {}) } : null);
  const press = (id) => {
    if (!many) return give([id], "");
    return give(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id], other);
  };
  const pictures = options.some((one) => one.picture);
  return (
    <div className={pictures ? "answering-pictures" : "answering-tiles"} role={many ? "group" : "radiogroup"} aria-labelledby={labelled}>
      {options.map((one) => (
        <Tile key={one.id} {...{ one, name, many, disabled, words }} chosen={chosen.includes(one.id)} onChoose={() => press(one.id)}
          full={one.left === 0 && !chosen.includes(one.id) && !one.mine} />
      ))}
      {question.other && (
        <label className={`answering-tile answering-other${other ? " is-chosen" : ""}`}>
          <span className="answering-tile-words">
            <span className="answering-tile-title">{words.other}</span>
            <input type="text" className="field-box" value={other} disabled={disabled} maxLength={question.other_limit} placeholder={words.own_words}
              onChange={(event) => give(many ? chosen : [], event.target.value)} />
          </span>
        </label>
      )}
    </div>
  );
}

function YesNo({ value, onPut, disabled, words, name, labelled }) {
  const ways = [[true, words.yes], [false, words.no]];
  return (
    <div className="answering-tiles answering-pair" role="radiogroup" aria-labelledby={labelled}>
      {ways.map(([way, title]) => (
        <Tile key={title} one={{ id: way ? "yes" : "no", title }} {...{ name, disabled, words }} chosen={value === way} onChoose={() => onPut(way)} />
      ))}
    </div>
  );
}

function Scale({ question, value, onPut, disabled, name, labelled }) {
  const numbers = Array.from({ length: question.high - question.low + 1 }, (_, at) => question.low + at);
  return (
    <div className="answering-scale" role="radiogroup" aria-labelledby={labelled}>
      <div className="answering-scale-row">
        {numbers.map((number) => (
          <label key={number} className={`answering-step${value === number ? " is-chosen" : ""}`}>
            <input type="radio" name={name} checked={value === number} disabled={disabled} onChange={() => onPut(number)} className="answering-input" />
            <span>{number}</span>
          </label>
        ))}
      </div>
      {(question.low_words || question.high_words) && <div className="answering-ends"><span>{question.low_words}</span><span>{question.high_words}</span></div>}
    </div>
  );
}

function Matrix({ question, value, onPut, disabled, name }) {
  return (
    <div className="answering-matrix">
      {question.options.map((row) => (
        <fieldset key={row.id} className="answering-matrix-row">
          <legend>{row.title}</legend>
          <div className="answering-matrix-ways">
            {question.columns.map((column) => (
              <label key={column.id} className={`answering-step${value?.[row.id] === column.id ? " is-chosen" : ""}`}>
                <input type="radio" name={`${name}-${row.id}`} checked={value?.[row.id] === column.id} disabled={disabled} className="answering-input"
                  onChange={() => onPut({ ...value, [row.id]: column.id })} />
                <span>{column.title}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

function Text({ question, value, onPut, disabled, words, labelled }) {
  const text = value ?? "";
  const count = [...text.trim()].length;
  const props = { className: "field-box", value: text, disabled, "aria-labelledby": labelled, onChange: (event) => onPut(event.target.value || null) };
  const says = count > question.limit ? fill(words.too_long, { n: count - question.limit, limit: question.limit }) : fill(words.count, { n: count, limit: question.limit });
  return (
    <div className="answering-text">
      {question.kind === "long_text" ? <textarea rows={5} {...props} /> : <input type="text" {...props} />}
      {count > question.limit * NEAR && <p className="answering-soft" role="status">{says}</p>}
    </div>
  );
}

function Plain({ question, value, onPut, disabled, labelled }) {
  const isDate = question.kind === "date";
  return (
    <input type={isDate ? "date" : "text"} inputMode={isDate ? undefined : "decimal"} className="field-box answering-short" disabled={disabled}
      value={value === undefined || value === null ? "" : String(value)} aria-labelledby={labelled} onChange={(event) => onPut(event.target.value || null)} />
  );
}

function Files({ question, value, onPut, owner, survey, disabled, words, locale }) {
  const before = (value ?? []).filter((key) => survey.files[key]);
  const chosen = useChosen({ owner, name: survey.preview ? "" : `survey-files:${survey.id}:${survey.seat}:${question.id}`, most: question.files - before.length });
  const keys = [...before, ...chosen.done.map((file) => file.key)].join();
  const tell = useEffectEvent(() => {
    if (keys !== (value ?? []).join()) onPut(keys ? keys.split(",") : null);
  });
  useEffect(() => tell(), [keys]);
  return (
    <div className="answering-files file-field">
      {before.map((key) => (
        <div key={key} className="answering-file">
          <a href={survey.files[key].href} download>{survey.files[key].name}</a>
          {!disabled && <button type="button" className="button button-quiet" onClick={() => onPut(value.filter((one) => one !== key))}>{words.remove}</button>}
        </div>
      ))}
      <Chosen chosen={chosen} words={words} locale={locale} />
      {!disabled && before.length + chosen.files.length < question.files && <div className="file-field-head"><span className="file-field-label">{words.files}</span><Choosers chosen={chosen} words={words} withCamera={hasFinger()} /></div>}
    </div>
  );
}

function Ordered({ question, seat, ...more }) {
  return <Order {...{ question, ...more }} options={arranged(question, seat)} />;
}

const CONTROLS = { yes_no: YesNo, one: Choice, several: Choice, picture: Choice, scale: Scale, matrix: Matrix, order: Ordered, short_text: Text, long_text: Text, number: Plain, date: Plain, file: Files };

export function Control(props) {
  const Kind = CONTROLS[props.question.kind];
  return <Kind {...props} />;
}
