/* SHA-256 (FIPS 180-4) of bytes, as small hexadecimal: the browser's own, or counted here where a page that did
   not come by https has none. */

const WORD = 4;
const BLOCK = 64;
const ROUNDS = 64;

export async function sha256(bytes) {
  if (globalThis.crypto?.subtle) return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  return counted(bytes);
}

export function counted(bytes) {
  const { first, rounds } = constants();
  const state = Uint32Array.from(first);
  const whole = bytes.length - (bytes.length % BLOCK);
  for (let at = 0; at < whole; at += BLOCK) mix(state, rounds, bytes, at);
  const left = bytes.subarray(whole);
  const last = new Uint8Array(left.length + 9 > BLOCK ? 2 * BLOCK : BLOCK);
  last.set(left);
  last[left.length] = 0x80;
  const view = new DataView(last.buffer);
  view.setUint32(last.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(last.length - 4, (bytes.length * 8) >>> 0);
  for (let at = 0; at < last.length; at += BLOCK) mix(state, rounds, last, at);
  return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

function mix(state, rounds, bytes, from) {
  const words = new Uint32Array(ROUNDS);
  for (let at = 0; at < BLOCK / WORD; at++) {
    const place = from + at * WORD;
    words[at] = (bytes[place] << 24) | (bytes[place + 1] << 16) | (bytes[place + 2] << 8) | bytes[place + 3];
  }
  for (let at = 16; at < ROUNDS; at++) {
    const [two, fifteen] = [words[at - 2], words[at - 15]];
    const small = turn(fifteen, 7) ^ turn(fifteen, 18) ^ (fifteen >>> 3);
    const large = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10);
    words[at] = words[at - 16] + small + words[at - 7] + large;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let at = 0; at < ROUNDS; at++) {
    const chosen = (e & f) ^ (~e & g);
    const most = (a & b) ^ (a & c) ^ (b & c);
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + chosen + rounds[at] + words[at]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + most) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => {
    state[at] += word;
  });
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by));
}

/* The first 32 bits of the fractions of square and cube roots of the first primes. */
let known;

function constants() {
  if (known) return known;
  const primes = [];
  for (let number = 2; primes.length < ROUNDS; number++) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  known = {
    first: primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
    rounds: primes.map((prime) => fraction(Math.cbrt(prime))),
  };
  return known;
}

function fraction(root) {
  return ((root - Math.floor(root)) * 2 ** 32) >>> 0;
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
