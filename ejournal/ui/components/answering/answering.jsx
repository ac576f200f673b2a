/* A survey to be answered; see answering.py. */

import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { useHeld } from "./held.js";
import { Control } from "./kinds.jsx";
import { asRead, faultOf, isAnswered, screensOf, shownOf } from "./shown.js";
import "./answering.css";

const WIDE = "(min-width: 900px)";
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const NONE = {};

function useWide() {
  return useSyncExternalStore(
    (tell) => {
      const query = matchMedia(WIDE);
      query.addEventListener("change", tell);
      return () => query.removeEventListener("change", tell);
    },
    () => matchMedia(WIDE).matches,
    () => true,
  );
}

function Head({ one }) {
  return (
    <div className="answering-section">
      <h2>{one.title}</h2>
      {one.note && <p>{one.note}</p>}
    </div>
  );
}

function Question({ question, fault, number, held, disabled, top, ...more }) {
  const title = `question-${question.id}`;
  const value = held.values[question.id];
  const put = (next) => held.put(question.id, next);
  const clears = !question.required && !disabled && ["yes_no", "one", "scale", "picture", "matrix", "order"].includes(question.kind) && isAnswered(question, value);
  return (
    <section className={`answering-question${fault ? " is-faulty" : ""}`} aria-labelledby={title} data-question={question.id}>
      <h2 id={title} tabIndex={-1} ref={top}>
        {number ? <span className="answering-number">{number}. </span> : null}{question.title}
        {question.required && <span className="answering-optional"> {more.words.needed}</span>}
      </h2>
      {question.note && <p className="answering-note">{question.note}</p>}
      {question.hint && <p className="answering-note">{question.hint}</p>}
      <Control {...more} {...{ question, value, disabled }} onPut={put} name={`q${question.id}`} labelled={title} seat={more.survey.seat} />
      {clears && <button type="button" className="button button-quiet answering-clear" onClick={() => put(null)}>{more.words.clear}</button>}
      {fault && <p className="field-error" role="alert">{fault}</p>}
    </section>
  );
}

/** The faults that are shown: those that were told by the server, and found here on the way. */
function useFaults({ answer, held, words }) {
  const [own, setOwn] = useState(NONE);
  const told = useEffectEvent(() => setOwn(answer?.faults ?? NONE));
  useEffect(() => told(), [answer?.seq]);
  const look = (questions) => {
    const found = {};
    for (const one of questions) {
      const fault = faultOf(one, held.values[one.id]);
      if (fault) found[one.id] = fault.words ?? fill(words[fault.name], fault);
    }
    setOwn((all) => ({ ...all, ...Object.fromEntries(questions.map((one) => [one.id, found[one.id]])) }));
    return Object.keys(found).map(Number);
  };
  const forget = (id) => setOwn((all) => (all[id] ? { ...all, [id]: undefined } : all));
  return { faults: own, look, forget };
}

function Foot({ survey, words, connected, message, at, count, onBack, onNext, isLast }) {
  return (
    <footer className="answering-foot no-print">
      {message && <p className="answering-message" role="alert">{message}</p>}
      {!connected && <p className="answering-message" role="status">{words.offline}</p>}
      {survey.for_whom && <p className="answering-for">{survey.for_whom}</p>}
      <div className="answering-buttons">
        {count > 1 && at > 0 && <button type="button" className="button button-secondary" onClick={onBack}>{words.back}</button>}
        <button type="button" className="button button-primary answering-go" disabled={isLast && (!connected || survey.preview)} onClick={onNext}>{isLast ? survey.send : words.next}</button>
      </div>
    </footer>
  );
}

/** Where one is, and what leads on: from a question to the next, to what is wrong, to the server. */
function useWay({ survey, screens, wide, marks, answer, held, onSend }) {
  const [at, setAt] = useState(0);
  const top = useRef(null);
  const place = Math.min(at, Math.max(screens.length - 1, 0));
  const isLast = wide || place === screens.length - 1;
  const goTo = (next) => {
    setAt(next);
    requestAnimationFrame(() => {
      window.scrollTo(0, 0);
      top.current?.focus({ preventScroll: true });
    });
  };
  const goToFault = (ids) => {
    const first = screens.findIndex((one) => ids.includes(one.question.id));
    if (first < 0) return;
    if (!wide) return void goTo(first);
    const node = document.querySelector(`[data-question="${screens[first].question.id}"]`);
    node?.scrollIntoView({ block: "center" });
    node?.querySelector("h2")?.focus({ preventScroll: true });
  };
  const hear = useEffectEvent(() => {
    const ids = Object.keys(answer?.faults ?? NONE).map(Number);
    if (ids.length) goToFault(ids);
  });
  useEffect(() => hear(), [answer?.seq]);
  useEffect(() => setAt(0), [survey.id, survey.seat]);
  const next = () => {
    const wrong = marks.look(isLast ? screens.map((one) => one.question) : [screens[place].question]);
    if (wrong.length) return void goToFault(wrong);
    if (isLast) onSend(held.values, String(survey.seat), survey.seen);
    else goTo(place + 1);
  };
  return { place, top, isLast, next, goTo };
}

function Progress({ survey, words, place, all }) {
  const says = fill(words.question_of, { n: place + 1, all });
  return (
    <div className="answering-progress">
      <span>{says}</span>
      <span>{survey.until}</span>
      <progress max={all} value={place + 1} aria-label={says} />
    </div>
  );
}

function Leafing({ way, words, all }) {
  return (
    <footer className="answering-foot">
      <div className="answering-buttons">
        <button type="button" className="button button-secondary" disabled={way.place === 0} onClick={() => way.goTo(way.place - 1)}>{words.back}</button>
        <button type="button" className="button button-secondary answering-go" disabled={way.place === all - 1} onClick={() => way.goTo(way.place + 1)}>{words.next}</button>
      </div>
    </footer>
  );
}

export function Answering({ owner, survey, answer, words, locale, connected, onSend }) {
  const wide = useWide();
  const held = useHeld({ owner, survey });
  const marks = useFaults({ answer, held, words });
  const screens = screensOf(shownOf(survey.questions, survey.rules, asRead(survey.questions, held.values)));
  const way = useWay({ survey, screens, wide, marks, answer, held, onSend });
  const more = { owner, survey, words, locale, disabled: !survey.open };
  const put = (id, value) => {
    marks.forget(id);
    held.put(id, value);
  };
  const draw = (one, number) => (
    <div key={one.question.id} className="answering-screen">
      {one.heads.map((head) => <Head key={head.id} one={head} />)}
      <Question question={one.question} number={number} fault={marks.faults[one.question.id]} held={{ ...held, put }} top={wide ? null : way.top} {...more} />
    </div>
  );
  const alone = !wide && screens[way.place];
  const steps = wide ? 1 : screens.length;
  return (
    <div className={`answering${wide ? " is-wide" : ""}${survey.preview ? " is-preview" : ""}`}>
      {alone && <Progress {...{ survey, words }} place={way.place} all={steps} />}
      {held.restored && <p className="answering-restored" role="status">{words.restored}</p>}
      {survey.intro && (wide || way.place === 0) && <p className="answering-intro">{survey.intro}</p>}
      {alone ? draw(screens[way.place], 0) : screens.map((one, number) => draw(one, screens.length > 1 ? number + 1 : 0))}
      {survey.open && <Foot {...{ survey, words, connected }} count={steps} at={way.place} message={answer?.message} onBack={() => way.goTo(way.place - 1)} onNext={way.next} isLast={way.isLast} />}
      {!survey.open && steps > 1 && <Leafing {...{ way, words }} all={steps} />}
    </div>
  );
}
