/* Whose drafts are kept: plays keeping, another's sign-in, the sign-out and two weeks in a browser's storage. */

const kept = new Map();
const methods = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value),
  removeItem: (key) => kept.delete(key),
};
const localStorage = new Proxy(methods, {
  ownKeys: () => [...kept.keys()],
  getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
});
const listeners = {};
globalThis.window = { localStorage };
globalThis.document = { addEventListener: (name, listener) => { listeners[name] = listener; } };
globalThis.location = { href: "https://school.example/journal" };

const { draftOf, forgetDraft, keepDraft, keepOnly } = await import("../../ejournal/ui/components/draft/drafts.js");
const found = {};
keepDraft("7", "homework:L12", "§ 14", "");
keepDraft("7", "topic:L12", "Дроби", "");
keepDraft("", "topic:L12", "Ничей", "");
found.own = draftOf("7", "homework:L12").text;
found.others = draftOf("8", "homework:L12");
found.nobodys = draftOf("", "topic:L12");
forgetDraft("7", "topic:L12");
found.forgotten = draftOf("7", "topic:L12");
keepDraft("8", "topic:L12", "Его", "");
keepOnly("8");
found.afterAnother = [draftOf("7", "homework:L12"), draftOf("8", "topic:L12").text];
window.ejournalForgetDraft("topic:L12");
found.afterForm = draftOf("8", "topic:L12");
keepDraft("8", "a", "Старое", "");
const now = Date.now;
Date.now = () => now() + 15 * 24 * 3600 * 1000;
found.old = draftOf("8", "a");
Date.now = now;
listeners.submit({ target: { action: "/auth/login" } });
found.afterOtherForm = draftOf("8", "a").text;
listeners.submit({ target: { action: "https://school.example/auth/logout" } });
found.afterSignOut = kept.size;
console.log(JSON.stringify(found));
