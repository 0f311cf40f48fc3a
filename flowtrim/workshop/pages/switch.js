// The switch: the steps of one drawing glide to where they are in the other one. One animation for each step, one for the rest.
export async function glide(place, before, after) {
  place.innerHTML = before;
  const was = boxes(place);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) { place.innerHTML = after; return; }
  await pause(1200);
  const gone = [...was.keys()].filter((step) => !after.includes(`data-step="${CSS.escape(step)}"`));
  const fading = gone.flatMap((step) => was.get(step).parts).map((part) => part.animate([{ opacity: 1 }, { opacity: 0 }],
    { duration: 500, fill: "forwards" }).finished);
  await Promise.all(fading);
  place.innerHTML = after;
  const now = boxes(place);
  const moves = [...now].map(([step, box]) => move(box, was.get(step)));
  const rest = place.querySelector("svg > g");
  for (const part of rest?.children ?? []) {
    if (!part.dataset.step) moves.push(part.animate([{ opacity: 0 }, { opacity: 0, offset: .7 }, { opacity: 1 }], { duration: 1400 }));
  }
  await Promise.all(moves.map((one) => one.finished));
}

// Where each step is, and what belongs to it: its box, and the marks and words that say so.
function boxes(place) {
  const found = new Map();
  for (const part of place.querySelectorAll("[data-step]")) {
    const known = found.get(part.dataset.step);
    if (known) known.parts.push(part);
    else found.set(part.dataset.step, { parts: [part], box: part.getBoundingClientRect(), scale: scale(part) });
  }
  return found;
}

function move(now, was) {
  const timing = { duration: 1400, easing: "ease-in-out" };
  if (!was) return now.parts[0].animate([{ opacity: 0 }, { opacity: 1 }], timing);
  const x = (was.box.x - now.box.x) / now.scale;
  const y = (was.box.y - now.box.y) / now.scale;
  return now.parts.map((part) => part.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], timing)).at(-1);
}

const scale = (part) => part.getScreenCTM()?.a || 1;
const pause = (time) => new Promise((go) => setTimeout(go, time));
