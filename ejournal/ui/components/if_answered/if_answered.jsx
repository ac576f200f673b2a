import { useEffect, useState } from "react";

/** Shows its children once the server says yes at the address, or no where that is what they wait for. */
export function IfAnswered({ address, no, children }) {
  const [said, setSaid] = useState(null);
  useEffect(() => {
    let here = true;
    fetch(address)
      .then((answer) => here && setSaid(answer.ok))
      .catch(() => {}); // no network: the page does without
    return () => {
      here = false;
    };
  }, [address]);
  return said === !no ? children : null;
}
