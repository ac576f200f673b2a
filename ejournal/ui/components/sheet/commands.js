/* What the buttons of the page outside ask of the sheet; pages/journal/state.py sends it. */

import { planAccept, planFill, planPresent } from "./batch.js";

/** By name: done with the column that is meant, and a value. */
export const COMMANDS = {
  undo: (store) => store.undo(),
  fill_present: (store, c) => store.askMany(planPresent(store, c), c),
  fill: (store, c, value) => store.askMany(planFill(store, c, value), c),
  accept: (store, c) => store.askMany(planAccept(store, c), c),
  roll_call: (store, c) => store.openRoll(c),
  select: (store, c) => store.go(store.cursor.r, c),
};
