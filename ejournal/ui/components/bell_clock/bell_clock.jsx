import { jsx } from "@emotion/react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import "./bell_clock.css";

const NO_RINGS = [];
const two = (number) => String(number).padStart(2, "0");

/** «17:42», «1:05:00». */
function clock(seconds) {
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest.replace(/^0(?=\d)/, "");
}

/**
 * Counts down to the bells that the server has named: [{left: seconds from when it said so, words}].
 * At each bell it goes on to the next one and calls onBell, so that the page can be read anew.
 */
export function BellClock({ rings = NO_RINGS, onBell, className = "" }) {
  const told = JSON.stringify(rings);
  const start = useRef({ told: null, at: 0 });
  if (start.current.told !== told) start.current = { told, at: Date.now() };
  const [, tick] = useState(0);
  const rung = useRef(0);
  const passed = (Date.now() - start.current.at) / 1000;
  const over = rings.filter((ring) => ring.left <= passed).length;

  useEffect(() => {
    rung.current = 0;
  }, [told]);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const ring = useEffectEvent(() => onBell?.());
  useEffect(() => {
    if (over <= rung.current) return;
    rung.current = over;
    ring();
  }, [over]);

  const next = rings[over];
  if (!next) return null;
  return jsx(
    "span",
    { className: `bell-clock ${className}`, role: "timer" },
    jsx("span", { className: "bell-clock-words" }, next.words),
    " ",
    jsx("b", null, clock(Math.max(0, Math.ceil(next.left - passed)))),
  );
}
