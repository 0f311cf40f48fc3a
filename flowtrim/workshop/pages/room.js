import { $, enter, fade, fill, follow, minutes, node, picture, send, speak, t, warn } from "/link.js";
import { glide } from "/switch.js";

let begun = Date.now();
let shown = "";
let replaying = false;

function show(state) {
  begun = Date.now() - state.begun * 1000;
  document.title = state.process;
  $("process").textContent = state.process;
  $("question").textContent = state.ended ? t("ended") : state.question?.text ?? t("wait");
  $("because").textContent = state.question?.because ?? "";
  fill($("facts"), state.question?.facts ?? [], (fact) => node("li", fact));
  $("joined").textContent = t("joined", { number: state.joined });
  if (state.problem || state.changed) warn(state.problem || t("changed"));
  else warn(state.lost.join(" "));
  showRound(state);
  showFigures(state);
  showReach(state);
  replaying = Boolean(state.told);
  if (replaying) $("clock").textContent = state.told.join(" / ");
  const at = JSON.stringify([state.question?.at, state.figures, state.waterfall]);
  if (at !== shown) { shown = at; showPictures(state); }
}

function showPictures(state) {
  if (state.question?.here) picture($("close"), "step.svg");
  else $("close").hidden = true;
  picture($("map"), "map.svg");
}

function showRound(state) {
  const round = state.round;
  const voting = round.phase === "voting";
  const counting = state.question && !state.ended && (voting || round.phase === "writing");
  $("count").textContent = counting ? t(voting ? "voted" : "answered", { number: voting ? round.voted : round.answered, all: state.joined }) : "";
  fill($("answers"), round.answers, (one) => node("li", one.times > 1 ? `${one.text} (× ${one.times})` : one.text));
  fill($("totals"), Object.entries(round.totals ?? {}), ([choice, times]) => row([t(choice), times]));
}

function showFigures(state) {
  fill($("figures"), Object.entries(state.figures), ([name, [was, now]]) => row([t(name), Math.round(was), Math.round(now)]));
  $("decided").hidden = !state.waterfall.length;
  const longest = Math.max(1, state.figures.seconds[0]);
  fill($("waterfall"), state.waterfall, (one) => {
    const line = node("div", `${t(one.verb)}: ${one.name}, ${Math.round(one.seconds)} s`);
    const bar = line.appendChild(node("div", "", { class: "bar" }));
    bar.style.width = `${(100 * one.seconds) / longest}%`;
    return line;
  });
  $("speech").textContent = state.speech;
  $("measured").textContent = state.measured ? t("measured", { number: Math.round(state.measured) }) : "";
}

async function showReach(state) {
  $("reach").hidden = !state.join;
  $("address").textContent = state.join ?? "";
  $("pin").textContent = state.pin ? `PIN ${state.pin}` : "";
  if (state.join && !$("qr").firstChild) $("qr").innerHTML = await (await fetch("/qr")).text();
}

function row([name, ...numbers]) {
  const made = node("tr");
  made.append(node("td", name), ...numbers.map((number) => node("td", number, { class: "number" })));
  return made;
}

$("switch").addEventListener("click", async () => {
  const [before, after] = await Promise.all(["before.svg", "map.svg"].map(async (name) => (await fetch(`/picture/${name}`)).text()));
  await glide($("map"), before.replace(/^<\?xml[^>]*>/, ""), after.replace(/^<\?xml[^>]*>/, ""));
});

// A session that is told again goes on and back by the arrow keys.
const STEPS = { ArrowRight: 1, ArrowLeft: -1, PageDown: 10, PageUp: -10, Home: -1000, End: 1000 };
document.addEventListener("keydown", (event) => {
  if (!replaying || !(event.key in STEPS)) return;
  event.preventDefault();
  send("/step", { by: STEPS[event.key] });
});

setInterval(() => { if (!replaying) $("clock").textContent = minutes((Date.now() - begun) / 1000); }, 1000);
const stayAwake = () => navigator.wakeLock?.request("screen").catch(() => {});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && stayAwake());
stayAwake();
fade($("speech"));
await speak();
await enter();
follow("room", show);
