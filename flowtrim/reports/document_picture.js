// The picture: its window moves, the drawing stays.
let dragged = false;
function windowOf(svg, figure) {
  const whole = svg.getAttribute("viewBox").split(/\s+/).map(Number);
  let [x, y, wide, high] = whole;
  const show = () => {
    svg.setAttribute("viewBox", `${x} ${y} ${wide} ${high}`);
    figure.classList.toggle("near", wide < whole[2]);
  };
  const move = (right, down) => {
    x = Math.min(whole[0] + whole[2] - wide, Math.max(whole[0], x + right * wide));
    y = Math.min(whole[1] + whole[3] - high, Math.max(whole[1], y + down * high));
    show();
  };
  const zoom = (factor, across = 0.5, down = 0.5) => {
    const next = Math.min(whole[2], Math.max(whole[2] / 40, wide * factor));
    x += (wide - next) * across;
    y += (high - (high * next) / wide) * down;
    high *= next / wide;
    wide = next;
    move(0, 0);
  };
  const fit = () => { [x, y, wide, high] = whole; show(); };
  return { move, zoom, fit, in: () => zoom(1 / 1.3), out: () => zoom(1.3) };
}

// One finger or the mouse drags, two fingers pinch.
function listenToFingers(svg, view) {
  const down = new Map();
  const spread = () => { const [a, b] = down.values(); return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY); };
  svg.addEventListener("pointerdown", (event) => { down.set(event.pointerId, event); dragged = false; });
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, (event) => down.delete(event.pointerId));
  svg.addEventListener("pointermove", (event) => {
    const last = down.get(event.pointerId);
    if (!last) return;
    const right = event.clientX - last.clientX, below = event.clientY - last.clientY;
    if (!dragged && down.size === 1 && Math.hypot(right, below) < 4) return;
    dragged = true;
    const box = svg.getBoundingClientRect();
    const before = down.size === 2 ? spread() : 0;
    down.set(event.pointerId, event);
    if (before) {
      const [a, b] = down.values();
      const middle = [(a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2];
      view.zoom(before / Math.max(1, spread()), (middle[0] - box.x) / box.width, (middle[1] - box.y) / box.height);
    }
    view.move(-right / box.width / down.size, -below / box.height / down.size);
  });
}

// The wheel scrolls the page until somebody has clicked into the picture, or holds Ctrl.
function listenToWheel(svg, figure, view) {
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !figure.contains(document.activeElement)) return;
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    view.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, (event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height);
  }, { passive: false });
}

function listenToKeys(figure, view) {
  const keys = {
    "+": view.in, "=": view.in, "-": view.out, "0": view.fit, Escape: () => document.activeElement.blur(),
    ArrowLeft: () => view.move(-0.1, 0), ArrowRight: () => view.move(0.1, 0), ArrowUp: () => view.move(0, -0.1), ArrowDown: () => view.move(0, 0.1),
  };
  figure.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.key.startsWith("Arrow") && !figure.classList.contains("near")) return;
    event.preventDefault();
    keys[event.key]();
  });
}

function makeStepsSpeak(svg) {
  for (const step of all("[data-step]", svg)) {
    if (!cards.has(step.dataset.step)) continue;
    step.setAttribute("tabindex", "0");
    step.setAttribute("role", "button");
    step.setAttribute("aria-label", all("text", step).map((line) => line.textContent).join(" "));
    step.addEventListener("click", () => dragged || ask(step.dataset.step));
    step.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      ask(step.dataset.step);
    });
  }
}

const windows = figures.map((figure) => {
  const svg = figure.querySelector("svg");
  const view = windowOf(svg, figure);
  listenToFingers(svg, view);
  listenToWheel(svg, figure, view);
  listenToKeys(figure, view);
  makeStepsSpeak(svg);
  return view;
});
const seen = () => figures.findIndex((figure) => !figure.hidden);
for (const button of all("[data-zoom]")) button.addEventListener("click", () => windows[seen()][button.dataset.zoom]());
