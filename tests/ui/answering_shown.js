/* Which questions the browser shows, for cases on the standard input. */

import { shownOf } from "../../ejournal/ui/components/answering/shown.js";

const cases = JSON.parse(await Bun.stdin.text());
console.log(JSON.stringify(cases.map(({ questions, rules, values }) => shownOf(questions, rules, values).map((one) => one.id))));
