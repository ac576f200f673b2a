import { jsx } from "@emotion/react";
import { useEffect, useState } from "react";

/** A link for each provider that the server names at the address: [{address, title}]. */
export function WaysIn({ address, words, label, wanted }) {
  const [ways, setWays] = useState([]);
  useEffect(() => {
    let here = true;
    fetch(address)
      .then((answer) => (answer.ok ? answer.json() : []))
      .then((told) => here && setWays(told))
      .catch(() => {}); // no network: the page does without
    return () => {
      here = false;
    };
  }, [address]);
  if (!ways.length) return null;
  const next = wanted ? `?next=${encodeURIComponent(wanted)}` : "";
  const links = ways.map((way) =>
    jsx(
      "a",
      { key: way.address, href: way.address + next, className: "button button-secondary button-wide" },
      words.replace("{title}", () => way.title),
    ),
  );
  return jsx("nav", { className: "ways-in", "aria-label": label }, links);
}
