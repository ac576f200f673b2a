import { useEffect, useState } from "react";

/** Shows its children once the server says yes at the address. */
export function IfAnswered({ address, children }) {
  const [yes, setYes] = useState(false);
  useEffect(() => {
    let here = true;
    fetch(address)
      .then((answer) => here && setYes(answer.ok))
      .catch(() => {}); // no network: the page does without
    return () => {
      here = false;
    };
  }, [address]);
  return yes ? children : null;
}
