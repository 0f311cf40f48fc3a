"use strict";
// Everything can be read without this script; it lets a reader move about, ask, and listen.
const all = (what, where = document) => [...where.querySelectorAll(what)];
const one = (id) => document.getElementById(id);
const cards = new Map(all("[data-card]").map((card) => [card.dataset.card, card]));
for (const part of all("[data-script]")) part.hidden = false;

// A click on a step asks it who and why.
function ask(step) {
  const card = cards.get(step);
  if (!card) return;
  one("card-name").textContent = card.querySelector("summary strong").textContent;
  one("card-owner").textContent = card.querySelector("summary span").textContent;
  one("card-inside").replaceChildren(card.querySelector(".inside").cloneNode(true));
  one("card").showModal();
}
one("close").addEventListener("click", () => one("card").close());

// The picture: its window moves, the drawing stays.
let dragged = false;
function windowOf(figure) {
  const svg = figure.querySelector("svg");
  const whole = svg.getAttribute("viewBox").split(/\s+/).map(Number);
  let [x, y, wide, high] = whole;
  const show = () => {
    svg.setAttribute("viewBox", `${x} ${y} ${wide} ${high}`);
    figure.classList.toggle("near", wide < whole[2]);
  };
  const zoom = (factor, across = 0.5, down = 0.5) => {
    const next = Math.min(whole[2], Math.max(whole[2] / 40, wide * factor));
    x += (wide - next) * across;
    y += (high - (high * next) / wide) * down;
    high *= next / wide;
    wide = next;
    move(0, 0);
  };
  const move = (right, down) => {
    x = Math.min(whole[0] + whole[2] - wide, Math.max(whole[0], x + right * wide));
    y = Math.min(whole[1] + whole[3] - high, Math.max(whole[1], y + down * high));
    show();
  };
  const fit = () => { [x, y, wide, high] = whole; show(); };
  let last = null;
  svg.addEventListener("pointerdown", (event) => { last = event; dragged = false; });
  window.addEventListener("pointerup", () => { last = null; });
  svg.addEventListener("pointermove", (event) => {
    if (!last) return;
    const right = event.clientX - last.clientX, down = event.clientY - last.clientY;
    if (!dragged && Math.hypot(right, down) < 4) return;
    dragged = true;
    const box = svg.getBoundingClientRect();
    move(-right / box.width, -down / box.height);
    last = event;
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, (event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height);
  }, { passive: false });
  const keys = {
    "+": () => zoom(1 / 1.3), "=": () => zoom(1 / 1.3), "-": () => zoom(1.3), "0": fit,
    ArrowLeft: () => move(-0.1, 0), ArrowRight: () => move(0.1, 0), ArrowUp: () => move(0, -0.1), ArrowDown: () => move(0, 0.1),
  };
  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.key.startsWith("Arrow") && !figure.classList.contains("near")) return;
    event.preventDefault();
    keys[event.key]();
  });
  for (const step of all("[data-step]", svg)) {
    if (!cards.has(step.dataset.step)) continue;
    step.setAttribute("tabindex", "0");
    step.setAttribute("role", "button");
    step.setAttribute("aria-label", cards.get(step.dataset.step).querySelector("summary strong").textContent);
    step.addEventListener("click", () => dragged || ask(step.dataset.step));
    step.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      ask(step.dataset.step);
    });
  }
  return { in: () => zoom(1 / 1.3), out: () => zoom(1.3), fit };
}
const figures = all("[data-picture]");
const windows = figures.map(windowOf);
const seen = () => figures.findIndex((figure) => !figure.hidden);
function choose(number) {
  figures.forEach((figure, place) => { figure.hidden = place !== number; });
  for (const button of all("[data-view]")) button.setAttribute("aria-pressed", String(Number(button.dataset.view) === number));
}
for (const button of all("[data-view]")) button.addEventListener("click", () => choose(Number(button.dataset.view)));
for (const button of all("[data-zoom]")) button.addEventListener("click", () => windows[seen()][button.dataset.zoom]());
choose(0);

// The spoken text: a teleprompter at the pace of its language.
const sentences = all("[data-seconds]");
const limit = Number(document.querySelector("[data-limit]").dataset.limit);
const total = sentences.reduce((sum, said) => sum + Number(said.dataset.seconds), 0);
let gone = 0, started = null;
function tell() {
  const now = gone + (started === null ? 0 : (performance.now() - started) / 1000);
  let end = 0, found = false;
  for (const said of sentences) {
    end += Number(said.dataset.seconds);
    const speaks = !found && now < end && (started !== null || gone > 0);
    found ||= speaks;
    said.classList.toggle("now", speaks);
  }
  const whole = Math.floor(Math.min(now, total));
  one("clock").textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} · ride ${Math.floor(whole / limit) + 1}`;
  one("spoken").setAttribute("width", Math.min(now, total));
  if (started !== null && now >= total) { pause(); gone = 0; }
  else if (started !== null) requestAnimationFrame(tell);
}
function pause() {
  if (started !== null) gone += (performance.now() - started) / 1000;
  started = null;
  one("read").textContent = "▶ Read it aloud";
}
one("read").addEventListener("click", () => {
  if (started !== null) { pause(); return; }
  started = performance.now();
  one("read").textContent = "❚❚ Pause";
  tell();
});
one("again").addEventListener("click", () => { pause(); gone = 0; tell(); });

// The findings: search, choose, sort.
const list = one("list");
if (list) {
  const found = [...list.children];
  const number = (key) => (a, b) => a.dataset[key] - b.dataset[key];
  const orders = { rank: number("rank"), line: number("line"), rule: (a, b) => (a.dataset.rule < b.dataset.rule ? -1 : Number(a.dataset.rule > b.dataset.rule)) };
  const sift = () => {
    const text = one("search").value.trim().toLowerCase(), severity = one("severity").value;
    for (const item of found) item.hidden = (severity && item.dataset.severity !== severity) || !item.textContent.toLowerCase().includes(text);
    one("shown").textContent = `${found.filter((item) => !item.hidden).length} shown`;
  };
  one("search").addEventListener("input", sift);
  one("severity").addEventListener("change", sift);
  one("sort").addEventListener("change", (event) => list.append(...found.sort(orders[event.target.value])));
}

// Paper has no folds.
window.addEventListener("beforeprint", () => { for (const card of cards.values()) card.open = true; });
document.documentElement.dataset.ready = "yes";
