import { useEffect, useEffectEvent } from "react";

/** How long something must stand in view to count as looked at. */
const A_LOOK_MS = 700;

/** Calls onLook once for each new text in `fresh`, after a moment in which the tab is in view. */
export function Looked({ fresh = "", onLook }) {
  const look = useEffectEvent(() => onLook?.());
  useEffect(() => {
    if (!fresh) return undefined;
    let timer = 0;
    const begin = () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") timer = setTimeout(() => look(), A_LOOK_MS);
    };
    begin();
    document.addEventListener("visibilitychange", begin);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", begin);
    };
  }, [fresh]);
  return null;
}
