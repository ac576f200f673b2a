/* Addresses of the web in a text that somebody wrote. */

/** An address of the web up to the next white space; what ends a sentence does not belong to it. */
const ADDRESS = /https?:\/\/[^\s<>"«»]+/giu;
const AFTER = /[.,;:!?)\]}'…]+$/u;

/** The parts of the text in their order: {text} or {text, href}. */
export function parts(text) {
  const found = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    let address = match[0].replace(AFTER, "");
    const open = address.split("(").length - address.split(")").length;
    if (open > 0 && match[0][address.length] === ")") address += ")";
    let href;
    try {
      href = new URL(address).href;
    } catch {
      continue;
    }
    if (!/^https?:$/.test(new URL(href).protocol)) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}
