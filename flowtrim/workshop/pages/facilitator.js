import { $, enter, fade, fill, follow, node, send, speak, t, warn } from "/link.js";

const VERBS = { step: ["keep", "drop", "assign", "merge", "move", "later"], role: ["keep", "release", "later"] };
const SERVES = ["", "customer", "law", "contract", "risk", "business", "enables"];
let now = null;
let at = "";
let started = 0;

const lead = (value) => send("/lead", value);

function show(state) {
  now = state;
  if (state.problem || state.changed) warn(state.problem || t("changed"));
  $("question").textContent = state.ended ? t("ended") : state.question?.text ?? state.process;
  $("because").textContent = [state.question?.because, ...(state.question?.facts ?? [])].filter(Boolean).join(" ");
  showRound(state);
  fill($("agenda"), state.agenda.map((one) => ({ ...one, current: one.key === state.question?.key })), (one) => {
    const made = node("button", one.text, { class: one.settled ? "quiet settled" : "quiet" });
    if (one.current) made.setAttribute("aria-current", "true");
    made.addEventListener("click", () => lead({ what: "asked", question: one.key }));
    return made;
  });
  if (at !== state.question?.key) { showAsked(); showDeciding(state); }
  fill($("log"), state.log, logged);
  $("log-title").hidden = !state.log.length;
  fill($("devices"), state.devices, device);
  $("joined").textContent = t("joined", { number: state.joined });
  $("entry").textContent = t(state.door ? "entry" : "door");
  $("door").textContent = t(state.door ? "close" : "open");
  $("speech").textContent = state.speech;
  $("end").textContent = t(state.ended ? "goon" : "end");
}

// Bring the question that is asked into view, under the one before it; the page itself stays where it is.
function showAsked() {
  const [agenda, asked] = [$("agenda"), $("agenda").querySelector("[aria-current]")];
  if (asked) agenda.scrollTop = (asked.previousElementSibling ?? asked).offsetTop - agenda.offsetTop;
}

function showRound(state) {
  const phase = state.question && !state.ended ? state.round.phase : "";
  for (const [name, when] of [["reveal", "writing"], ["vote", "talking"], ["counted", "voting"]]) $(name).hidden = phase !== when;
  $("deciding").hidden = !phase;
  const voting = phase === "voting";
  const number = voting ? state.round.voted : state.round.answered;
  $("count").textContent = voting || phase === "writing" ? t(voting ? "voted" : "answered", { number, all: state.joined }) : "";
  fill($("answers"), state.round.answers, (one) => {
    const made = node("li");
    const take = made.appendChild(node("button", one.times > 1 ? `${one.text} (× ${one.times})` : one.text, { class: "quiet" }));
    take.addEventListener("click", () => { $("why").value = one.text; });
    return made;
  });
  $("totals").textContent = Object.entries(state.round.totals ?? {}).map(([choice, times]) => `${t(choice)} ${times}`).join(" · ");
}

function showDeciding(state) {
  at = state.question?.key;
  const verbs = VERBS[state.question?.kind] ?? ["keep", "later"];
  fill($("verb"), verbs, (verb) => node("option", t(verb), { value: verb }));
  fill($("to"), state.all_roles, (role) => node("option", role.name, { value: role.id }));
  fill($("roles"), state.all_roles, (role) => node("option", "", { value: role.name }));
  const others = state.steps.filter((step) => step.id !== state.question?.at);
  for (const name of ["others", "after"]) fill($(name), others, (step) => node("option", step.name, { value: step.id }));
  fill($("serves"), SERVES, (word) => node("option", word && t(word), { value: word }));
  for (const name of ["why", "source", "owner", "by", "until"]) $(name).value = "";
  fill($("against"), [], node);
  showFields();
}

function showFields() {
  const verb = $("verb").value;
  const changes = ["drop", "assign", "merge", "move", "release"];
  const shown = {
    to: ["assign", "release"], others: ["merge"], after: ["move"], serves: ["keep"], source: ["keep"],
    owner: ["later"], by: changes, until: ["later", ...changes],
  };
  for (const [name, verbs] of Object.entries(shown)) $(`${name}-line`).hidden = !verbs.includes(verb);
  $("serves-line").hidden ||= !["step", "role"].includes(now?.question?.kind);
  $("source-line").hidden ||= !["step", "role"].includes(now?.question?.kind);
}

// What the form says, in the words of the journal.
function decision() {
  const { kind, at: id, field, text } = now.question;
  const verb = $("verb").value;
  const why = $("why").value.trim();
  if (verb === "later") return { what: "postponed", kind, at: id, question: why || text, owner: $("owner").value, until: $("until").value };
  if (verb === "keep" && !why) return { what: "kept", kind, at: id };
  if (verb === "keep") {
    const values = { [field]: why };
    for (const name of ["serves", "source"]) if (!$(`${name}-line`).hidden && $(name).value) values[name] = $(name).value;
    return { what: "answered", kind, at: id, values };
  }
  const decided = { what: "decided", verb, at: id };
  if (why) decided.because = why;
  if (["assign", "release"].includes(verb)) decided.to = $("to").value;
  if (verb === "merge") decided.others = [...$("others").selectedOptions].map((option) => option.value);
  if (verb === "move") decided.after = $("after").value;
  for (const name of ["by", "until"]) if ($(name).value) decided[name] = $(name).value;
  return decided;
}

$("deciding").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = decision();
  if (!$("against").firstChild && ["decided", "answered"].includes(said.what)) {
    const before = await send("/before", said);
    const { against } = before ? await before.json() : { against: [] };
    if (against.length) {
      fill($("against"), [...against, t("sure")], (text) => node("li", text));
      return;
    }
  }
  if (await lead(said)) { fill($("against"), [], node); $("why").value = ""; }
});
$("verb").addEventListener("change", () => { fill($("against"), [], node); showFields(); });
$("why").addEventListener("input", () => fill($("against"), [], node));

function logged(one) {
  const words = { answered: "why", kept: "keep", postponed: "later", idea: "idea" };
  const made = node("li", [t(one.verb ?? words[one.what] ?? one.what), one.at, one.text, one.role].filter(Boolean).join(" · "));
  if (one.what === "idea") {
    const take = made.appendChild(node("button", t("takeup"), { class: "quiet" }));
    take.addEventListener("click", () => takeUp(one));
  }
  const undo = made.appendChild(node("button", t("undo"), { class: "quiet" }));
  undo.addEventListener("click", () => lead({ what: "undone", line: one.line }));
  return made;
}

// An idea becomes the reason of a decision, credited to the role that had it.
function takeUp(idea) {
  $("why").value = idea.role ? `${idea.text} (${idea.role})` : idea.text;
  $("verb").focus();
}

function device(one) {
  const made = node("li", one.role || t("guest"));
  const over = made.appendChild(node("button", t("handover"), { class: "quiet" }));
  over.addEventListener("click", () => lead({ what: "handedover", device: one.number }));
  return made;
}

for (const [name, what] of [["reveal", "revealed"], ["vote", "votecalled"], ["counted", "counted"]]) $(name).addEventListener("click", () => lead({ what }));
$("door").addEventListener("click", () => lead({ what: "door", open: !now.door }));
$("end").addEventListener("click", () => lead({ what: now.ended ? "goneon" : "ended" }));
$("timer").addEventListener("click", () => {
  if (!started) { started = performance.now(); $("timer").textContent = t("stop"); return; }
  lead({ what: "measured", seconds: (performance.now() - started) / 1000 });
  started = 0;
  $("timer").textContent = t("start");
});
setInterval(() => { if (started) $("timed").textContent = `${Math.floor((performance.now() - started) / 1000)} s`; }, 200);

// Single keys lead a round, except while somebody types.
const KEYS = { r: "reveal", v: "vote", c: "counted", d: "verb", t: "timer" };
const isTyping = (element) => ["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName);
document.addEventListener("keydown", (event) => {
  if (now === null || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const target = $(KEYS[event.key] ?? "");
  const next = now.agenda.find((one) => !one.settled && one.key !== now.question?.key);
  if (event.key === "n" && next) lead({ what: "asked", question: next.key });
  else if (event.key === "u" && now.log.length) lead({ what: "undone", line: Math.max(...now.log.map((one) => one.line)) });
  else if (target?.tagName === "BUTTON" && !target.hidden) target.click();
  else if (target?.tagName === "SELECT") target.focus();
  else return;
  event.preventDefault();
});

["agenda", "devices", "speech"].forEach((name) => fade($(name)));
await speak();
await enter();
follow("facilitator", show);
