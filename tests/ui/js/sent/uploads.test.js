/* A file goes in parts, on from where it was, whatever the line does; what is refused is said. */

import { beforeEach, describe, expect, test } from "bun:test";

const { Refused, sendFile } = await import("../../../../ejournal/ui/components/sent/uploads.js");

const json = (body, status = 200) => new Response(JSON.stringify(body), { status });

/** A server that keeps parts as ours does; faults: what happens to the requests of these numbers. */
class Server {
  constructor() {
    Object.assign(this, { files: new Map(), asked: [], faults: {}, most: 4096, begun: 0 });
    globalThis.fetch = (path, options) => this.answer(path, options);
  }

  async answer(path, { method = "GET", body, headers, signal } = {}) {
    const number = this.asked.push(`${method} ${path}`);
    if (signal?.aborted) throw signal.reason;
    const fault = this.faults[number];
    if (fault === "before") throw new TypeError("network");
    const answer = await this.#asked(new URL(path, "http://x"), body, headers);
    if (fault === "after") throw new TypeError("network");
    return fault instanceof Response ? fault : answer;
  }

  async #asked(url, body, headers) {
    const [, , , key, act] = url.pathname.split("/");
    if (!key) {
      this.begun += 1;
      const made = `key${this.begun}`;
      this.files.set(made, { bytes: "", size: Number(url.searchParams.get("size")), name: decodeURIComponent(headers["X-File-Name"]) });
      return json({ key: made, offset: 0, part: this.most });
    }
    const file = this.files.get(key);
    if (!file) return new Response("", { status: 404 });
    if (act === "part") {
      if (Number(url.searchParams.get("offset")) !== file.bytes.length) return json({ offset: file.bytes.length }, 409);
      file.bytes += await body.text();
      return json({ offset: file.bytes.length });
    }
    if (act === "finish") {
      if (file.bytes.length < file.size) return json({ offset: file.bytes.length }, 409);
      file.done = { key, name: file.name };
    }
    return file.done ? json({ key, file: file.done }) : json({ key, offset: file.bytes.length, part: this.most });
  }
}

let server = new Server();
beforeEach(() => {
  server = new Server();
});
const words = Array.from({ length: 3000 }, (_, at) => String(at)).join(" ");
const file = new File([words], "План.txt");
const send = (options = {}) => sendFile(file, { pauseMs: 1, ...options });

describe("a file", () => {
  test("comes whole under its name, in parts no larger than the server takes", async () => {
    const told = [];
    expect(await send({ onSent: (sent) => told.push(sent) })).toEqual({ key: "key1", name: "План.txt" });
    expect(server.files.get("key1").bytes).toBe(words);
    expect(told.at(-1)).toBe(file.size);
    expect(server.asked.some((one) => one.includes("offset=0"))).toBe(true);
  });

  for (const fault of ["before", "after"])
    for (const number of [1, 2, 3, 4, 5, 6])
      test(`is there once when request ${number} breaks ${fault} the server has it`, async () => {
        server.most = words.length / 2;
        server.faults = { [number]: fault };
        const waited = [];
        const kept = await send({ onWait: (why) => waited.push(why) });
        expect(server.files.get(kept.key).bytes).toBe(words);
      });

  test("goes on after many breaks", async () => {
    server.most = 1000;
    for (let number = 3; number < 60; number += 2) server.faults[number] = "after";
    const kept = await send();
    expect(server.files.get(kept.key).bytes).toBe(words);
    expect(server.begun).toBe(1);
  });

  test("that the server knows no more begins anew, and not for ever", async () => {
    const forget = server.answer.bind(server);
    let forgets = 1;
    server.answer = (path, options) => {
      if (path.includes("/part") && forgets > 0) {
        forgets -= 1;
        server.files.clear();
      }
      return forget(path, options);
    };
    expect((await send()).key).toBe("key2");
    forgets = 100;
    expect(send()).rejects.toBeInstanceOf(Refused);
  });

  test("that is refused says the server's words and is not sent again", async () => {
    server.faults = { 1: new Response("Файл больше 500 МБ", { status: 400 }) };
    expect(send()).rejects.toThrow("Файл больше 500 МБ");
    expect(server.asked.length).toBe(1);
  });

  test("waits for what the server cannot do now, with its words", async () => {
    server.faults = { 2: new Response("Антивирус не отвечает", { status: 503 }), 4: new Response("", { status: 429 }) };
    const waited = [];
    await send({ onWait: (why) => waited.push(why) });
    expect(waited).toEqual(["Антивирус не отвечает", ""]);
  });

  test("that is not wanted any more is let go of", async () => {
    const stop = new AbortController();
    server.most = 100;
    const sending = send({ signal: stop.signal, onSent: (sent) => sent > 0 && stop.abort() });
    expect(sending).rejects.toBeDefined();
    await sending.catch(() => null);
    expect(server.asked.at(-1)).toBe("POST /files/upload/key1/drop");
  });
});
