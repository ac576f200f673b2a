/* Reads {grammar, term, text} of each case from standard input and writes what the sheet makes of it. */

import { entryOf } from "../../ejournal/ui/components/sheet/grammar.js";

const { grammars, cases } = JSON.parse(await Bun.stdin.text());
const read = ([name, term, text]) => {
  const { v, no } = entryOf(text, grammars[name], term);
  return no ? { no } : { v };
};
console.log(JSON.stringify(cases.map(read)));
