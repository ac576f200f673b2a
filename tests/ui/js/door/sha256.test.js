import { createHash } from "node:crypto";

import { expect, test } from "bun:test";

import { counted, sha256 } from "../../../../assets/door/sha256.js";

const known = (bytes) => createHash("sha256").update(bytes).digest("hex");

test("the usual examples", () => {
  const bytes = new TextEncoder().encode("abc");
  expect(counted(bytes)).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(counted(new Uint8Array())).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("every length around the edges of blocks is counted as another program counts it", () => {
  for (let length = 0; length < 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + length) % 256);
    expect(counted(bytes)).toBe(known(bytes));
  }
});

test("a file of many blocks, and the browser's own way", async () => {
  const bytes = Uint8Array.from({ length: 300_001 }, (_, at) => (at * at) % 251);
  expect(counted(bytes)).toBe(known(bytes));
  expect(await sha256(bytes)).toBe(known(bytes));
});
