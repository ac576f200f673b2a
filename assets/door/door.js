/* The secret of a one-time address stands behind its «#», where no server's log sees it: it is posted instead. */

function post() {
  const secret = decodeURIComponent(location.hash.slice(1));
  const form = document.getElementById("open");
  if (!secret || !form) return;
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.code.value = secret;
  form.requestSubmit();
}

addEventListener("hashchange", post); // the address opened where its page stands already
post();

/* The emblem stands where it does on the sign-in page; a school that has none, or is not alone here, shows none. */
const emblem = new Image();
emblem.alt = "";
emblem.className = "cover-logo";
emblem.addEventListener("load", () => document.querySelector(".cover").prepend(emblem));
emblem.src = "/auth/logo";
