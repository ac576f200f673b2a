import { useEffect, useState } from "react";

/** Shows its children where this browser, at this address, can use passkeys, or with `no` where it cannot. */
export function IfPasskeys({ no, children }) {
  const [able, setAble] = useState(null);
  useEffect(() => {
    setAble(Boolean(window.isSecureContext && window.PublicKeyCredential?.parseRequestOptionsFromJSON));
  }, []);
  return able === !no ? children : null;
}
