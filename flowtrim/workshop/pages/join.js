import { $, fill, follow, node, send, speak, t, warn } from "/link.js";

const CHOICES = ["keep", "drop", "change", "unsure"];
let now = null;
let written = "";

function show(state) {
  now = state;
  $("joining").hidden = state.device !== 0;
  $("inside").hidden = state.device === 0;
  if (state.device === 0) return showJoining(state);
  if (state.problem) warn(state.problem);
  $("title").textContent = state.ended ? t("ended") : state.question?.text ?? t("wait");
  $("because").textContent = state.question?.facts.join(" ") ?? "";
  $("as").textContent = `${state.process} · ${state.role || t("guest")}`;
  $("lead").hidden = !state.leads;
  const phase = state.question && !state.ended ? state.round.phase : "";
  $("writing").hidden = phase !== "writing";
  $("voting").hidden = phase !== "voting";
  $("later").hidden = !phase;
  $("later").disabled = state.later;
  if (state.question && written !== state.question.key) {
    written = state.question.key;
    $("answer").value = state.answer ?? "";
  }
  fill($("voting"), CHOICES, (choice) => {
    const made = node("button", t(choice), { type: "button", "aria-pressed": String(state.vote === choice), "data-choice": choice });
    made.addEventListener("click", () => send("/do", { what: "voted", question: now.question.key, choice }));
    return made;
  });
  const isIn = (phase === "writing" && state.answer !== null) || (phase === "voting" && state.vote !== null);
  $("said").textContent = isIn ? t("sent") : phase === "talking" ? t("talk") : "";
  fill($("answers"), state.round.answers, (one) => node("li", one.times > 1 ? `${one.text} (× ${one.times})` : one.text));
  fill($("totals"), Object.entries(state.round.totals ?? {}), ([choice, times]) => {
    const made = node("tr");
    made.append(node("td", t(choice)), node("td", times, { class: "number" }));
    return made;
  });
}

function showJoining(state) {
  $("title").textContent = t("join");
  if (!state.door) warn(t("door"));
  $("pin-line").hidden = !state.pin_needed;
  if (!$("role").firstChild) fill($("role"), ["", ...state.all_roles], (role) => node("option", role || t("guest"), { value: role }));
}

$("joining").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await send("/join", { role: $("role").value, pin: $("pin").value })) look();
});
const answer = (text) => send("/do", { what: "wrote", question: now.question.key, text });
$("writing").addEventListener("submit", (event) => { event.preventDefault(); answer($("answer").value); });
$("nothing").addEventListener("click", () => answer(""));
$("later").addEventListener("click", () => send("/do", { what: "asklater", question: now.question.key }));
$("thinking").addEventListener("submit", async (event) => {
  event.preventDefault();
  const about = now.question ?? { kind: "process", at: "" };
  if (await send("/do", { what: "idea", text: $("idea").value, kind: about.kind, at: about.at })) $("idea").value = "";
});

await speak();
$("pin").value = location.hash.slice(1);
history.replaceState(null, "", "/");
const look = follow("join", show);
