/* Whose words are kept in the browser, for how long, and what empties them. */

import { afterEach, beforeEach, describe, expect, setSystemTime, test } from "bun:test";
import { storage } from "../storage.js";

const DAY = 24 * 3600 * 1000;
const kept = new Map();
const listeners = {};
globalThis.window = Object.assign(new EventTarget(), { localStorage: storage(kept) });
globalThis.document = { addEventListener: (name, listener) => { listeners[name] = listener; } };
globalThis.location = { href: "https://school.example/journal" };
const { draftOf, dueDrafts, forgetDraft, keepDraft, keepOnly, whenDraftsChange } = await import("../../../../ejournal/ui/components/draft/drafts.js");

const NOW = new Date("2026-11-20T09:00:00Z");
beforeEach(() => {
  kept.clear();
  setSystemTime(NOW);
  window.localStorage = storage(kept);
});
afterEach(() => setSystemTime());

describe("a draft", () => {
  test("is found again by its account, with what stood there when it was begun", () => {
    keepDraft("7", "homework:L12", "§ 14", "§ 13");
    expect(draftOf("7", "homework:L12")).toMatchObject({ text: "§ 14", base: "§ 13" });
  });
  test("is found by nobody else", () => {
    keepDraft("7", "homework:L12", "§ 14", "");
    expect(draftOf("8", "homework:L12")).toBe(null);
    expect(draftOf("", "homework:L12")).toBe(null);
  });
  test("of whoever has no account is not kept, nor that of a field without a name", () => {
    keepDraft("", "topic:L12", "Ничей", "");
    keepDraft("7", "", "Ничей", "");
    expect(kept.size).toBe(0);
  });
  test("is kept for two weeks", () => {
    keepDraft("7", "a", "Старое", "");
    setSystemTime(new Date(NOW.getTime() + 14 * DAY - 1));
    expect(draftOf("7", "a").text).toBe("Старое");
    setSystemTime(new Date(NOW.getTime() + 15 * DAY));
    expect(draftOf("7", "a")).toBe(null);
  });
  test("is forgotten when its text is saved, and the others stay", () => {
    keepDraft("7", "topic:L12", "Дроби", "");
    keepDraft("7", "homework:L12", "§ 14", "");
    forgetDraft("7", "topic:L12");
    expect([draftOf("7", "topic:L12"), draftOf("7", "homework:L12").text]).toEqual([null, "§ 14"]);
  });
  test("is forgotten when the form of that name is answered", () => {
    keepDraft("8", "topic:L12", "Его", "");
    keepDraft("8", "topic:L13", "Другое", "");
    window.ejournalForgetDraft("topic:L12");
    expect([draftOf("8", "topic:L12"), draftOf("8", "topic:L13").text]).toEqual([null, "Другое"]);
  });
});

describe("what waits to be saved", () => {
  test("is what was to be saved and was not answered, of this account, the oldest first", () => {
    keepDraft("7", "topic:L12", "Дроби", "", true);
    setSystemTime(new Date(NOW.getTime() - DAY));
    keepDraft("7", "homework:L11", "§ 14", "§ 13", true);
    keepDraft("7", "topic:L13", "Только набрано", "");
    keepDraft("8", "topic:L14", "Чужое", "", true);
    expect(dueDrafts("7").map((one) => [one.name, one.text, one.base])).toEqual([["homework:L11", "§ 14", "§ 13"], ["topic:L12", "Дроби", ""]]);
    expect(dueDrafts("")).toEqual([]);
  });
  test("is told of when it comes and goes, until nobody asks any more", () => {
    const heard = [];
    const stop = whenDraftsChange(() => heard.push(dueDrafts("7").length));
    keepDraft("7", "topic:L12", "Дроби", "", true);
    forgetDraft("7", "topic:L12");
    stop();
    keepDraft("7", "topic:L12", "Дроби", "", true);
    expect(heard).toEqual([1, 0]);
  });
});

describe("another's sign-in", () => {
  test("leaves only the words of that account", () => {
    keepDraft("7", "homework:L12", "§ 14", "");
    keepDraft("8", "topic:L12", "Его", "");
    keepOnly("8");
    expect([draftOf("7", "homework:L12"), draftOf("8", "topic:L12").text]).toEqual([null, "Его"]);
  });
  test("is told apart from one whose number begins alike", () => {
    keepDraft("71", "a", "Чужое", "");
    keepOnly("7");
    expect(kept.size).toBe(0);
  });
});

describe("the sign-out", () => {
  test("leaves nothing", () => {
    keepDraft("8", "a", "Старое", "");
    listeners.submit({ target: { action: "https://school.example/auth/logout" } });
    expect(kept.size).toBe(0);
  });
  test("is no other form, and takes nothing that is not a draft", () => {
    kept.set("ejournal.sheet:8:op1", "{}");
    keepDraft("8", "a", "Старое", "");
    listeners.submit({ target: { action: "/auth/login" } });
    expect(draftOf("8", "a").text).toBe("Старое");
    listeners.submit({ target: { action: "/auth/logout" } });
    expect([...kept.keys()]).toEqual(["ejournal.sheet:8:op1"]);
  });
});

test("a storage that is switched off, full or spoilt keeps nothing and breaks nothing", () => {
  kept.set("ejournal.draft:7:a", "{");
  expect(draftOf("7", "a")).toBe(null);
  window.localStorage = { setItem() { throw new Error("full"); } };
  keepDraft("7", "a", "§ 14", "");
  Object.defineProperty(window, "localStorage", { configurable: true, get() { throw new Error("switched off"); } });
  keepDraft("7", "a", "§ 14", "");
  expect(draftOf("7", "a")).toBe(null);
  Object.defineProperty(window, "localStorage", { configurable: true, writable: true, value: storage(kept) });
});
