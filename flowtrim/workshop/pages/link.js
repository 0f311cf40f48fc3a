// What all screens share: words, state, the stream that says when to look again, and sending.
export const $ = (name) => document.getElementById(name);

let words = {};
export const t = (name, parts = {}) => (words[name] ?? name).replace(/\{(\w+)\}/g, (all, part) => parts[part] ?? all);

export async function speak() {
  words = await (await fetch("/words")).json();
  document.documentElement.lang = words.language;
  for (const part of document.querySelectorAll("[data-t]")) part.textContent = t(part.dataset.t);
}

// Post, and return whether it is safe; what was refused is said where people look.
export async function send(path, value) {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value) });
  } catch {
    warn(t("lost"));
    return null;
  }
  warn(answer.ok ? "" : await answer.text());
  return answer.ok ? answer : null;
}

export function warn(text) { $("warning").textContent = text; }

// Show the state now, and whenever there is news; no stream is kept open for a page that nobody sees.
export function follow(screen, show) {
  let stream = null;
  let seen = -1;
  const look = async () => {
    const answer = await fetch(`/state/${screen}`).catch(() => null);
    if (answer === null) return warn(t("lost"));
    if (!answer.ok) return warn(await answer.text());
    const state = await answer.json();
    if (state.version < seen) seen = -1;
    seen = state.version;
    show(state);
    if (stream === null && state.device !== 0 && document.visibilityState === "visible") listen();
  };
  const listen = () => {
    stream = new EventSource("/live");
    stream.onmessage = look;
    stream.onopen = () => { if ($("warning").textContent === t("lost")) warn(""); };
    stream.onerror = () => {
      warn(t("lost"));
      if (stream.readyState === EventSource.CLOSED) { stream = null; setTimeout(look, 3000); }
    };
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return look();
    stream?.close();
    stream = null;
  });
  look();
  return look;
}

// Give a screen its cookie by the secret behind the # of its address, which no log and no history of a server sees.
export async function enter() {
  const secret = location.hash.slice(1);
  if (!secret) return;
  history.replaceState(null, "", location.pathname);
  await send("/enter", { secret });
}

// Show the items, made anew only if they are others than before: a click that has begun is not lost, and the keyboard stays where it was.
export function fill(list, items, make) {
  const told = JSON.stringify([words.language, items]);
  if (list.told === told) return;
  list.told = told;
  const controls = () => [...list.querySelectorAll("button, input, select")];
  const focused = controls().indexOf(document.activeElement);
  list.replaceChildren(...items.map(make));
  if (focused >= 0) controls()[focused]?.focus();
}

export function node(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export async function picture(place, which) {
  const answer = await fetch(`/picture/${which}`);
  if (answer.ok) place.innerHTML = (await answer.text()).replace(/^<\?xml[^>]*>/, "");
  place.hidden = !answer.ok;
}

// Fade out the end of what is longer than its panel, as long as there is more below.
export function fade(part) {
  const look = () => part.classList.toggle("more", part.scrollHeight - part.scrollTop - part.clientHeight > 2);
  part.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(part);
  new MutationObserver(look).observe(part, { childList: true, subtree: true, characterData: true });
}

export const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
