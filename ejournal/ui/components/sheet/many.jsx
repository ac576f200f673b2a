/* The question before many cells are changed: how many, for whom not and why, and that it can be taken back. */

import { Dialog, Icon } from "./dialog.jsx";
import { columnTitle } from "./grid.jsx";
import { fill } from "./model.js";

function Names({ title, people, open }) {
  if (!people.length) return null;
  return (
    <details className="sj-history sj-names" open={open}>
      <summary>{title}</summary>
      <ul>{people.map((one, i) => <li key={i}><span>{one.name}</span><b>{one.v ?? ""}</b>{one.why && <small>{one.why}</small>}</li>)}</ul>
    </details>
  );
}

export function ManyDialog({ store, words }) {
  const { plan, c } = store.ask;
  const { items, skipped } = plan;
  const close = () => {
    store.ask = null;
    store.focus();
  };
  const n = items.length;
  return (
    <Dialog className="sj-ask" title={fill(words[plan.title], plan.values)} words={words} onClose={close}
      aside={<p className="sj-panel-aside"><span>{columnTitle(store.book.columns[c])}</span></p>}>
      <p className="sj-lead">{n ? fill(words.ask_how_many, { n }) : words.ask_nobody}</p>
      {plan.warning && <p className="sj-news"><Icon name="alert" /><span>{plan.warning}</span></p>}
      <Names title={fill(words.ask_for, { n })} people={items} />
      <Names title={fill(words.ask_not_for, { n: skipped.length })} people={skipped} open />
      {n > 0 && <p className="sj-lead">{words.ask_undo}</p>}
      <div className="sj-buttons">
        <button type="button" className="sj-button" data-first onClick={close}>{n ? words.cancel : words.close}</button>
        {n > 0 && <button type="button" className="sj-button is-main" onClick={() => store.setMany(store.ask)}>
          {fill(words.ask_set, { n })}</button>}
      </div>
    </Dialog>
  );
}
