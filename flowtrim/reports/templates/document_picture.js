// The picture: its window moves, the drawing stays. On a phone a long process would be a thin strip: there the
// window keeps a height, and begins at the first steps, which then can be read.
let dragged = false;
const PHONE = 600, NEAR = 1.5;
function windowOf(svg, figure) {
  const whole = svg.getAttribute("viewBox").split(/\s+/).map(Number);
  const begin = window.innerWidth < PHONE ? Math.min(whole[2], NEAR * window.innerWidth) : whole[2];
  const shape = Math.max(whole[3] / whole[2], Math.min(1, whole[3] / begin));
  svg.style.aspectRatio = 1 / shape;
  let x, y, wide;
  const within = (start, length, from, size) =>
    size > length ? start - (size - length) / 2 : Math.min(start + length - size, Math.max(start, from));
  const move = (right, down) => {
    const high = wide * shape;
    x = within(whole[0], whole[2], x + right * wide, wide);
    y = within(whole[1], whole[3], y + down * high, high);
    svg.setAttribute("viewBox", `${x} ${y} ${wide} ${high}`);
    figure.classList.toggle("near", wide < whole[2]);
  };
  const zoom = (factor, across = 0.5, down = 0.5) => {
    const next = Math.min(whole[2], Math.max(whole[2] / 40, wide * factor));
    x += (wide - next) * across;
    y += (wide - next) * shape * down;
    wide = next;
    move(0, 0);
  };
  const look = (width) => { [x, y] = whole; wide = width; move(0, 0); };
  const fit = () => look(whole[2]);
  look(begin);
  return { move, zoom, fit, in: () => zoom(1 / 1.3), out: () => zoom(1.3), whole: () => figure.requestFullscreen() };
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

// The picture is one stop on the way by keyboard; inside it the arrows go from step to step.
function makeStepsSpeak(svg) {
  const steps = all("[data-step]:not(.mark, .words)", svg).filter((step) => cards.has(step.dataset.step));
  const goTo = (step) => {
    for (const other of steps) other.setAttribute("tabindex", other === step ? "0" : "-1");
    step.focus();
  };
  for (const [place, step] of steps.entries()) {
    step.setAttribute("tabindex", place ? "-1" : "0");
    step.setAttribute("role", "button");
    step.setAttribute("aria-label", all("text", step).map((line) => line.textContent).join(" "));
    step.addEventListener("click", () => dragged || ask(step.dataset.step));
    step.addEventListener("keydown", (event) => {
      const beside = steps[place + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] || NaN)];
      if (beside) {
        event.preventDefault();
        event.stopPropagation();
        goTo(beside);
        return;
      }
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
for (const button of all("[data-zoom='whole']")) button.hidden = !document.fullscreenEnabled;
for (const button of all("[data-zoom]")) button.addEventListener("click", () => windows[seen()][button.dataset.zoom]());
