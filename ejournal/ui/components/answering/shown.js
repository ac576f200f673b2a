/* Which questions are shown by what was answered so far: the same as services/surveys/branching.py, which has the last word. */

/** The numbers of the options that were chosen. */
function chosenOf(value) {
  const held = value && typeof value === "object" && !Array.isArray(value) ? (value.options ?? []) : value;
  return Array.isArray(held) ? held.filter((one) => Number.isInteger(one)) : Number.isInteger(held) ? [held] : [];
}

const KINDS = {
  yes: (_rule, value) => value === true,
  no: (_rule, value) => value === false,
  at_least: (rule, value) => typeof value === "number" && rule.number !== null && value >= rule.number,
  has: (rule, value) => chosenOf(value).some((one) => rule.options.includes(one)),
  has_not: (rule, value) => !chosenOf(value).some((one) => rule.options.includes(one)),
};

/** The questions that are shown, in their order; `values` by the question's number. */
export function shownOf(questions, rules, values) {
  const seen = new Set();
  return questions.filter((question) => {
    const holds = rules.every((rule) => rule.of !== question.id || (seen.has(rule.on) && KINDS[rule.kind](rule, values[rule.on])));
    if (holds) seen.add(question.id);
    return holds;
  });
}

/** The screens of a phone: each question that asks something, with the headings before it. */
export function screensOf(shown) {
  const screens = [];
  let heads = [];
  for (const question of shown) {
    if (question.kind === "section") heads.push(question);
    else {
      screens.push({ question, heads });
      heads = [];
    }
  }
  return screens;
}

/** A number as the server reads it; null where it is none. */
export function numberOf(text) {
  const spelled = String(text).replace(/[\s\u00a0]/g, "").replace(",", ".").replace("\u2212", "-");
  return /^-?\d+(\.\d+)?$/.test(spelled) ? Number(spelled) : null;
}

/** The values as rules read them: a number that was typed is a number. */
export function asRead(questions, values) {
  const read = { ...values };
  for (const one of questions) if (one.kind === "number" && typeof read[one.id] === "string") read[one.id] = numberOf(read[one.id]);
  return read;
}

const lengthOf = (text) => [...text.trim()].length;

/** Whether the question has an answer. */
export function isAnswered(question, value) {
  if (value === undefined || value === null || value === "") return false;
  if (typeof value === "string") return value.trim() !== "";
  if (Array.isArray(value)) return value.length > 0;
  if (question.kind === "matrix") return Object.values(value).some((one) => one !== null);
  if (typeof value === "object") return (value.options?.length ?? 0) > 0 || Boolean(value.other?.trim());
  return true;
}

/** What stands in the way of the answer, as the name of words and their figures; null for nothing that is known here. */
export function faultOf(question, value) {
  const answered = isAnswered(question, value);
  if (!answered) return question.required ? { name: "required" } : null;
  if (question.kind === "matrix" && question.required && question.options.some((row) => value[row.id] === undefined)) return { name: "line" };
  if (typeof value === "string" && question.limit && lengthOf(value) > question.limit) return { name: "too_long", n: lengthOf(value) - question.limit, limit: question.limit };
  if (question.least && typeof value === "object" && !Array.isArray(value) && question.kind !== "matrix") {
    const count = (value.options?.length ?? 0) + (value.other?.trim() ? 1 : 0);
    if (count < question.least || count > question.most) return { words: question.hint };
  }
  return null;
}

/** The options in an order that stays: drawn from the seat and their numbers. */
export function arranged(question, seat) {
  if (!question.shuffled) return question.options;
  const drawn = (one) => {
    let hash = 2166136261;
    for (const sign of `${seat}:${question.id}:${one.id}`) hash = Math.imul(hash ^ sign.charCodeAt(0), 16777619);
    return (hash ^ (hash >>> 15)) >>> 0;
  };
  return question.options.toSorted((one, other) => drawn(one) - drawn(other) || one.id - other.id);
}

/** The list with one of it moved to another place. */
export function moved(list, from, to) {
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), list[from], ...rest.slice(to)];
}
