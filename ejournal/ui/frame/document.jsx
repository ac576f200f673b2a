import { useContext, useEffect, useEffectEvent, useRef } from "react";
import { useLocation } from "react-router";
import { ColorModeContext } from "$/utils/context";
import { arrived } from "$/public/external/ejournal/ui/components/back/back/back.js";
import { forgetKept, watch } from "$/public/external/ejournal/ui/components/kept/kept/kept.js";
import { keepOnly } from "$/public/external/ejournal/ui/components/draft/draft/drafts.js";

/** Keeps <html> in step with the person's wishes; draws nothing. */
export function DocumentWishes({ locale, theme, signedIn, ended, elsewhere, account, waits, words, onRetry }) {
  const { setColorMode } = useContext(ColorModeContext);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  // The account's paper wins over what this browser remembers from somebody else.
  const show = useEffectEvent(setColorMode);
  useEffect(() => {
    if (signedIn) show(theme);
  }, [signedIn, theme]);
  useEffect(() => {
    if (signedIn && account) keepOnly(account);
  }, [signedIn, account]);
  const { key } = useLocation();
  useEffect(arrived, [key]);
  // What is seen here can be read without a network until somebody signs out, or another signs in.
  const keep = useEffectEvent(() => {
    if (signedIn) watch(account, words);
    else if (ended || location.pathname === "/login") forgetKept();
  });
  useEffect(() => keep(), [key, signedIn, account, ended]);
  // Whoever signs out in this tab is on the way already, and hears of the end of the sign-in as all tabs do.
  const signsOut = useRef(false);
  useEffect(() => {
    const look = ({ target }) => {
      signsOut.current = target.getAttribute("action") === "/auth/logout";
    };
    document.addEventListener("submit", look);
    return () => document.removeEventListener("submit", look);
  }, []);
  // The sign-in ended elsewhere while this tab was open. Only then: a tab that is opened anew still
  // holds `ended` until its page is loaded.
  const wasSignedIn = useRef(false);
  useEffect(() => {
    if (wasSignedIn.current && !signedIn && ended && !signsOut.current) {
      const here = location.pathname + location.search;
      location.assign("/login?error=ended&next=" + encodeURIComponent(here));
    }
    // Another tab has gone on to another school: this page is read anew with its rules.
    if (wasSignedIn.current && !signedIn && elsewhere) location.reload();
    wasSignedIn.current = signedIn;
  }, [signedIn, ended, elsewhere]);
  // The database did not answer: asked again until it does, also when nobody touches the page.
  const retry = useEffectEvent(() => onRetry?.());
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(() => retry(), 3000);
    return () => clearInterval(timer);
  }, [waits]);
  return null;
}
