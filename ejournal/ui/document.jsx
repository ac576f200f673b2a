import { useContext, useEffect } from "react";
import { ColorModeContext } from "$/utils/context";

/** Keeps <html> in step with the person's wishes; draws nothing. */
export function DocumentWishes({ locale, theme, signedIn }) {
  const { setColorMode } = useContext(ColorModeContext);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  // The account's paper wins over what this browser remembers from somebody else.
  useEffect(() => {
    if (signedIn) setColorMode(theme);
  }, [signedIn, theme]);
  return null;
}
