/* The roll of a lesson: who is called, who has been, and what is written of each. */

import { describe, expect, test } from "bun:test";
import { after, callOver, isCalled, peopleOf, tapped } from "../../../../ejournal/ui/components/sheet/calling.js";
import { opened } from "./sheet.js";

const CLASS = { "А А": [""], "Б Б": ["н"], "В В": ["5 оп 10"], "Г Г": ["4"], "Д Д": ["осв"], "Е Е": ["#"] };
const called = (seen = []) => peopleOf(opened({ pupils: CLASS }).store, 0, new Set(seen));

describe("the roll", () => {
  test("calls those whom the lesson has; the exempt and those not here then stand apart", () => {
    const { people, apart } = called();
    expect(people.map((one) => one.name)).toEqual(["А А", "Б Б", "В В", "Г Г"]);
    expect(apart.map((row) => row.name)).toEqual(["Д Д", "Е Е"]);
  });
  test("knows who is away or late, and that whoever has a mark is here", () => {
    expect(called().people.map((one) => one.is)).toEqual(["", "absent", "late", "here"]);
    expect(called(["P1"]).people[0].is).toBe("here");
  });
  test("goes to those who have not been named, and is over when none is left", () => {
    const { people } = called();
    expect(people.filter((one) => !isCalled(one, new Set())).map((one) => one.name)).toEqual(["А А", "Г Г"]);
    expect(callOver(people, new Set(["P1"]))).toBe(false);
    expect(callOver(people, new Set(["P1", "P4"]))).toBe(true);
  });
});

describe("what is written", () => {
  test("leaves the marks", () => {
    expect(after({ is: "here", text: "5/4" }, "absent")).toBe("н/5/4");
    expect(after({ is: "absent", text: "н/4" }, "late")).toBe("4 оп 5");
    expect(after({ is: "late", text: "5 оп 10" }, "here")).toBe("5");
  });
  test("of who is that already is what stands: the minutes too", () => {
    expect(after({ is: "late", text: "оп 10" }, "late")).toBe("оп 10");
    expect(after({ is: "absent", text: "б" }, "absent")).toBe("б");
  });
  test("by taps on the name goes round: absent, late, here", () => {
    expect(tapped({ is: "", text: "" })).toBe("н");
    expect(tapped({ is: "absent", text: "н" })).toBe("оп 5");
    expect(tapped({ is: "late", text: "оп 5" })).toBe("");
    expect(tapped({ is: "here", text: "5" })).toBe("н/5");
  });
});
