// Small helps on top of pages that all work without them. Nothing is stored: what is remembered lives in this page's memory.
const memory = []; // the pages of the questions already seen, for the browser's Back button
let leaving = true; // false while answers would be lost by closing the page

const flow = () => document.getElementById("flow");

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const one of page.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus"); // the focus is given below
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dir = page.documentElement.dir;
  document.title = page.title;
  document.body.replaceWith(page.body);
  prepare();
  const target = document.getElementById("errors") || document.getElementById("main");
  target?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function content(form, button) {
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  return new URLSearchParams(data);
}

async function send(form, button) {
  const address = button?.getAttribute("formaction") || form.getAttribute("action");
  const answer = await fetch(address, { method: "POST", body: content(form, button), credentials: "omit", cache: "no-store" })
    .catch(() => { throw Object.assign(new Error("no network"), { noNetwork: true }); });
  const kind = answer.headers.get("content-type") || "";
  if (!kind.startsWith("text/html")) throw new Error("not a page");
  const html = await answer.text();
  if (!memory.length) {
    memory.push(document.documentElement.outerHTML);
    history.replaceState({ step: 0 }, "");
  } else memory[history.state?.step ?? 0] = snapshot();
  const step = (history.state?.step ?? 0) + 1;
  memory.length = step;
  memory.push(html);
  history.pushState({ step }, "", answer.url);
  leaving = false;
  show(html);
}

// The page with what was ticked and typed, so that going back shows it.
function snapshot() {
  for (const input of document.querySelectorAll("main input, #larger")) {
    if (/radio|checkbox/.test(input.type)) input.toggleAttribute("checked", input.checked);
    else if (input.type !== "hidden") input.setAttribute("value", input.value);
  }
  return document.documentElement.outerHTML;
}

function sayNoNetwork() {
  const alarm = document.getElementById("no-network");
  if (!alarm) return;
  alarm.hidden = false;
  alarm.focus();
}

addEventListener("online", () => { const alarm = document.getElementById("no-network"); if (alarm) alarm.hidden = true; });

addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  if (event.defaultPrevented) return;
  if (form.id !== "flow") { // the browser's own page would lose what was typed
    if (form.method === "post" && navigator.onLine === false) { event.preventDefault(); sayNoNetwork(); }
    return;
  }
  if (button?.hasAttribute("data-file")) { leaving = true; setTimeout(() => { leaving = !memory.length; }, 2000); return; }
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const alarm = document.getElementById("no-network");
  if (alarm) alarm.hidden = true;
  send(form, button).catch((error) => {
    if (error.noNetwork && alarm) { // the request did not get through: the browser's own page would lose the answers
      sayNoNetwork();
      return;
    }
    // Not a page: let the browser do it, and say what it has to say.
    leaving = true;
    const same = document.createElement("input");
    if (button?.name) { Object.assign(same, { type: "hidden", name: button.name, value: button.value }); form.append(same); }
    if (button?.hasAttribute("formaction")) form.action = button.getAttribute("formaction");
    form.submit();
  }).finally(() => delete form.dataset.busy);
});

addEventListener("popstate", (event) => {
  const html = memory[event.state?.step ?? -1];
  if (html) show(html);
  else if (memory.length) location.reload();
});

addEventListener("beforeunload", (event) => { if (!leaving) event.preventDefault(); });
addEventListener("click", (event) => {
  const inside = event.target.closest("a[href^='#']"), target = inside && document.getElementById(inside.hash.slice(1));
  if (target) { // without a new line in the history, which is ours inside the questions
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "center" });
  }
  const button = event.target.closest("[data-do]");
  if (button?.dataset.do === "print") print();
  if (button?.dataset.do === "speak") speak(button);
  if (button?.dataset.do === "copy") copy(button);
});

async function copy(button) {
  try { await navigator.clipboard.writeText(document.getElementById(button.dataset.from).textContent.trim()); button.parentElement.querySelector("[role=status]").textContent = button.dataset.done; }
  catch { button.hidden = true; }
}

// Read aloud, only when the device has a voice for this page's language.
function voice() {
  const language = document.documentElement.lang.slice(0, 2);
  return "speechSynthesis" in window && speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
}
function offerVoice() { for (const button of document.querySelectorAll("[data-do=speak]")) button.hidden = !voice(); }
function speak(button) {
  if (speechSynthesis.speaking) { speechSynthesis.cancel(); button.setAttribute("aria-pressed", "false"); return; }
  const words = document.createElement("div");
  words.append(document.getElementById("main").cloneNode(true));
  for (const quiet of words.querySelectorAll("[data-silent], button, script, svg, table")) quiet.remove();
  const text = [...words.querySelectorAll("h1, h2, h3, p, li, label, legend")].filter((one) => !one.querySelector("p, li, h2, h3, label")).map((one) => one.textContent.trim()).filter(Boolean);
  for (const sentence of text) {
    const said = new SpeechSynthesisUtterance(sentence);
    said.voice = voice(); said.lang = document.documentElement.lang; said.rate = 0.95;
    said.onend = () => { if (!speechSynthesis.pending) button.setAttribute("aria-pressed", "false"); };
    speechSynthesis.speak(said);
  }
  button.setAttribute("aria-pressed", "true");
}
if ("speechSynthesis" in window) speechSynthesis.addEventListener?.("voiceschanged", offerVoice);

// The code after # never leaves the browser by itself: here it is put in the form, for the person to open.
function resume() {
  const field = document.getElementById("code"), code = location.hash.slice(1);
  if (!field || field.dataset.resume === undefined || !/^[\w-]{40,}$/.test(code)) return;
  history.replaceState(history.state, "", location.pathname);
  field.value = code;
  field.form.requestSubmit();
}

function prepare() {
  for (const button of document.querySelectorAll("[data-do=print], [data-do=copy]")) button.hidden = false;
  offerVoice();
  const summary = document.getElementById("errors");
  if (summary) summary.focus();
}
prepare();
resume();
