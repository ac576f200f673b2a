/* An absence written without a network: kept on this device, sent by the page «Today» when the network is back. */

import { keepDraft } from "../external/ejournal/ui/components/draft/draft/drafts.js";

const { account, child, name } = document.querySelector("main").dataset;
const form = document.getElementById("absence");
const { starts, ends, note } = form.elements;
const today = new Date();

document.getElementById("child").textContent = name;
starts.value = ends.value = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((one) => String(one).padStart(2, "0")).join("-");

/** «20 ноября», or both days. */
function days() {
  const said = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long" });
  const found = [...new Set([starts.value, ends.value])].map((day) => said.format(new Date(`${day}T12:00`)));
  return found.join(" – ");
}

function check() {
  ends.setCustomValidity(ends.value < starts.value ? ends.dataset.wrong : "");
  note.setCustomValidity([...note.value.trim()].length > Number(note.dataset.limit) ? note.dataset.wrong : "");
}

starts.addEventListener("change", () => {
  if (ends.value < starts.value) ends.value = starts.value;
});
form.addEventListener("input", check);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const code = form.querySelector("[name=code]:checked");
  const words = [name, days(), code.parentElement.textContent.trim(), note.value.trim()].filter(Boolean).join(" · ");
  const told = { child, starts: starts.value, ends: ends.value, code: code.value, note: note.value.trim(), words };
  keepDraft(account, `unsent-absence:${crypto.randomUUID?.() ?? Date.now()}`, JSON.stringify(told), "", true);
  location.assign("/");
});
