/* Addresses of the web in what somebody wrote; nothing else in it is markup. */

import { expect, test } from "bun:test";
import { parts } from "../../../../ejournal/ui/components/linked/addresses.js";

const links = (text) => parts(text).flatMap(({ href }) => (href ? [href] : []));
const written = (text) => parts(text).map((part) => part.text).join("");

test("an address is a link, the words around it are words", () => {
  expect(parts("Решить https://uchi.example/7 к среде")).toEqual([
    { text: "Решить " }, { text: "https://uchi.example/7", href: "https://uchi.example/7" }, { text: " к среде" },
  ]);
});

test.each([
  ["См. https://a.example/1.", "https://a.example/1"],
  ["https://a.example/1, https://a.example/2!", "https://a.example/1", "https://a.example/2"],
  ["(https://a.example/1)", "https://a.example/1"],
  ["https://a.example/Дробь_(математика)", "https://a.example/%D0%94%D1%80%D0%BE%D0%B1%D1%8C_(%D0%BC%D0%B0%D1%82%D0%B5%D0%BC%D0%B0%D1%82%D0%B8%D0%BA%D0%B0)"],
  ["«https://a.example/1»", "https://a.example/1"],
  ["HTTPS://A.example", "https://a.example/"],
])("what ends a sentence does not belong to the address: %s", (text, ...wanted) => expect(links(text)).toEqual(wanted));

test.each(["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example", "a.example", "http://", "https://[", "<a href='x'>"])(
  "%s is no link",
  (text) => expect(links(text)).toEqual([]),
);

test.each(["https://[ и https://a.example", "<b>https://a.example</b> & 5 < 6", "", "https://a.example"])(
  "not a letter of «%s» is lost",
  (text) => expect(written(text)).toBe(text),
);
