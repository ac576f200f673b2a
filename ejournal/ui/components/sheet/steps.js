/* What can be taken back: groups of changes, the last one first. */

const DEPTH = 50;

export class Steps {
  constructor() {
    this.groups = [];
  }

  /** One step more; the changes in `replaced` never were, for these have taken their place. */
  add(ops, replaced) {
    this.keep((was) => !replaced.has(was.id));
    this.groups.push(ops.map(({ id, p, c, v, before }) => ({ id, p, c, v, before })));
    if (this.groups.length > DEPTH) this.groups.shift();
  }
  /** A change that did not come to stand: there is nothing to take back. */
  forget(id) {
    this.keep((was) => was.id !== id);
  }
  keep(isKept) {
    this.groups = this.groups.map((group) => group.filter(isKept)).filter((group) => group.length);
  }

  /** The last step, taken out: [{id, p, c, v, before}]; undefined without one. */
  takeLast() {
    return this.groups.pop();
  }
  /** The step that one of the ids belongs to, taken out. */
  takeOf(ids) {
    const found = this.groups.find((group) => group.some((was) => ids.has(was.id)));
    this.groups = this.groups.filter((group) => group !== found);
    return found;
  }
}
