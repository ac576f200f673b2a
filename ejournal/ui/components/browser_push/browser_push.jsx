import { useCallback, useEffect, useState } from "react";

const PATIENCE = 5000; // ms for the service worker: without one it never comes

/** Tells this device of news, or says why that cannot be. The browser's own keys go to the server with it. */
export function BrowserPush({ serverKey, known, words, onSubscribed, onGone }) {
  const [state, setState] = useState("");
  const [busy, setBusy] = useState(false);
  const list = known.join(" ");

  const look = useCallback(async () => setState(await standing(list.split(" "))), [list]);
  useEffect(() => {
    look();
  }, [look]);

  const press = async () => {
    setBusy(true);
    try {
      await (state === "on" ? switchOff(onGone) : switchOn(serverKey, onSubscribed));
      await look();
    } catch {
      setState(Notification.permission === "denied" ? "denied" : "failed");
    }
    setBusy(false);
  };

  if (!state) return <p className="soft">…</p>;
  const can = ["on", "off", "failed"].includes(state);
  return (
    <div className="stack">
      <p role="status">{words[state]}</p>
      {can ? (
        <div>
          <button type="button" className="button button-secondary" disabled={busy} onClick={press}>
            {state === "on" ? words.switch_off : words.switch_on}
          </button>
        </div>
      ) : null}
    </div>
  );
}

async function standing(known) {
  const able = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!able) return /iPhone|iPad/.test(navigator.userAgent) && !navigator.standalone ? "iphone" : "unable";
  if (Notification.permission === "denied") return "denied";
  const worker = await registration();
  if (!worker) return "unable";
  const subscription = await worker.pushManager.getSubscription();
  return subscription && known.includes(await keyOf(subscription.endpoint)) ? "on" : "off";
}

function registration() {
  const late = new Promise((resolve) => {
    setTimeout(() => resolve(null), PATIENCE);
  });
  return Promise.race([navigator.serviceWorker.ready, late]);
}

async function switchOn(serverKey, onSubscribed) {
  if ((await Notification.requestPermission()) !== "granted") return;
  const { pushManager } = await navigator.serviceWorker.ready;
  const former = await pushManager.getSubscription();
  await former?.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(serverKey) });
  const { endpoint, keys } = subscription.toJSON();
  onSubscribed(endpoint, keys.p256dh, keys.auth, navigator.userAgent);
}

async function switchOff(onGone) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.getSubscription();
  if (!subscription) return;
  const key = await keyOf(subscription.endpoint);
  await subscription.unsubscribe();
  onGone(key);
}

/** By which the server knows the browser: the hash of its address at the push service. */
async function keyOf(endpoint) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(hash)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}
