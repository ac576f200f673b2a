/* Many cells at once: who gets what and who not, said before, counted after, taken back as one. */

import { describe, expect, test } from "bun:test";
import { planAccept, planFill, planPaste, planPresent } from "../../../../ejournal/ui/components/sheet/batch.js";
import { opened, soon } from "./sheet.js";

const CLASS = { "Белов Тимофей": [""], "Ким Юна": ["4"], "Орлов Григорий": ["н"], "Петров Илья": ["#"] };
const given = (plan) => plan.items.map(({ name, v }) => [name, v]);
const not = (plan) => plan.skipped.map(({ name, why }) => [name, why]);

describe("everybody gets a mark", () => {
  test("who has no entry, is not exempt and was here", () => {
    const { store } = opened({ pupils: { ...CLASS, "Яшина Ева": [""] } });
    store.book.sheet.rows[4].exempt = true;
    const plan = planFill(store, 0, "5");
    expect(given(plan)).toEqual([["Белов Тимофей", "5"]]);
    expect(not(plan)).toEqual([
      ["Ким Юна", "стоит 4"], ["Орлов Григорий", "стоит н"], ["Петров Илья", store.words.closed], ["Яшина Ева", store.words.exempt],
    ]);
  });
});

describe("all are present", () => {
  test("takes absences and late comings away and leaves the marks; an exemption stays", () => {
    const { store } = opened({ pupils: { "А А": ["н/4"], "Б Б": ["5 оп 10"], "В В": ["осв"], "Г Г": ["5"], "Д Д": ["у/п"] } });
    const plan = planPresent(store, 0);
    expect(given(plan)).toEqual([["А А", "4"], ["Б Б", "5"], ["Д Д", ""]]);
    expect(not(plan)).toEqual([]);
  });

  test("where nobody is away notes at once that the roll was called", () => {
    const { store, told } = opened({ pupils: { "А А": ["5"] } });
    store.askMany(planPresent(store, 0), 0);
    expect(told).toEqual([["rollCall", "L1"]]);
  });
});

describe("the proposed term marks", () => {
  const sheet = { pupils: { "А А": ["5"], "Б Б": ["4"], "В В": [""] }, terms: { "Б Б": ["4"] }, proposals: { "А А": ["5"], "Б Б": ["5"] } };
  test("are set where none stands and one is proposed", () => {
    const { store } = opened(sheet);
    const plan = planAccept(store, 1);
    expect(given(plan)).toEqual([["А А", "5"]]);
    expect(not(plan)).toEqual([["Б Б", "стоит 4"], ["В В", store.words.no_proposal]]);
  });
  test("come with a warning while the term runs", () => {
    const { store } = opened({ ...sheet, term: { warning: "Четверть идёт до 27 декабря" } });
    expect(planAccept(store, 1).warning).toBe("Четверть идёт до 27 декабря");
  });
  test("are not asked for where somebody else sets them", () => {
    const { store } = opened({ ...sheet, term: { editable: false, why: "Их ставит Смирнова О. П." } });
    store.askMany(planAccept(store, 1), 1);
    expect(store.ask).toBe(null);
    expect(store.note.text).toBe("Их ставит Смирнова О. П.");
  });
});

describe("a paste", () => {
  const into = (data, text) => {
    const sheet = opened(data);
    sheet.store.cursor = { r: 0, c: 0 };
    return planPaste(sheet.store, text);
  };
  const TWO = { pupils: { "Белов Тимофей": ["", ""], "Белова Анна": ["", ""] } };

  test("goes down and to the right from the cursor", () => {
    expect(into(TWO, "5\t4\n3\tн").items.map(({ r, c, v }) => [r, c, v])).toEqual([[0, 0, "5"], [0, 1, "4"], [1, 0, "3"], [1, 1, "н"]]);
  });
  test("leaves its heading out and says so", () => {
    const plan = into(TWO, "Ученик\tОценка\nБелов Тимофей\t5");
    expect(given(plan)).toEqual([["Белов Тимофей", "5"]]);
    expect(plan.skipped).toMatchObject([{ value: "Ученик · Оценка" }]);
  });
  test("with names goes to those pupils in whatever order, also by initials and with numbers", () => {
    expect(given(into(TWO, "1\tБелова А.\t4\n2\tБелов Т.\t5"))).toEqual([["Белова Анна", "4"], ["Белов Тимофей", "5"]]);
  });
  test("with a name that two pupils have goes to neither", () => {
    const plan = into({ pupils: { "Белов Тимофей": [""], "Белов Тарас": [""], "Ким Юна": [""] } }, "Белов\t5\nКим\t4");
    expect(given(plan)).toEqual([["Ким Юна", "4"]]);
    expect(plan.skipped).toMatchObject([{ name: "Белов", value: "5" }]);
  });
  test("counts its empty lines", () => expect(into(TWO, "5\n\n").empty).toBe(1));
  test("says of each value why it stands nowhere", () => {
    const plan = into(TWO, "5\t4\t3\t2\n99\n4\n3");
    expect(plan.skipped.map(({ value, why, line }) => [value, why, line])).toEqual([
      ["2", "правее последнего столбца", undefined], ["99", "«99» нельзя поставить в этом журнале", undefined],
      ["4", "ниже последнего ученика", 3], ["3", "ниже последнего ученика", 4],
    ]);
  });
});

describe("a change of many", () => {
  const pasted = async (text) => {
    const sheet = opened({ pupils: { "А А": [""], "Б Б": ["4"], "В В": [""] } });
    sheet.store.cursor = { r: 0, c: 0 };
    sheet.store.paste(text);
    await soon();
    return sheet;
  };

  test("counts what was set, what stood there already and what was refused, with its reason", async () => {
    const { store, sent } = await pasted("5\n4\n3");
    const [first, second] = sent[0];
    store.apply({ seq: 1, results: [{ id: first.id, ok: true, cell: "5" }, { id: second.id, ok: false, error: "Нет", cell: "" }] });
    expect([store.batch.set, store.batch.same]).toEqual([1, 1]);
    expect(store.batch.refused).toMatchObject([{ name: "В В", value: "3", why: "Нет" }]);
  });

  test("of which one is sent again and taken counts it as set", async () => {
    const { store, sent, answer } = await pasted("5\n4\n3");
    await answer({ ok: false, needs_reason: true, error: "Поздно", cell: "" });
    store.again(store.ask.ops, { reason: "Болела" });
    await soon();
    await answer({}, sent[1]);
    expect(store.batch.set).toBe(2);
    expect(store.batch.refused).toEqual([]);
  });

  test("is taken back as one, also after other entries", async () => {
    const { store, answer, type, at, shown } = await pasted("5\n4\n3");
    await answer();
    at(1, 0);
    await type("2");
    await answer();
    store.undoBatch();
    expect(shown().map((row) => row[0])).toEqual(["", "2", ""]);
    expect(store.batch.undone).toBe(true);
  });
});
