const cards = new Map(all("[data-card]").map((card) => [card.dataset.card, card]));

// A click on a step asks it who and why; the arrows go on to the next step and back.
let asked = "";
function ask(step) {
  const card = cards.get(step);
  if (!card) return;
  asked = step;
  one("card-name").textContent = card.querySelector("summary strong").textContent;
  one("card-owner").textContent = card.querySelector("summary span").textContent;
  one("card-inside").replaceChildren(card.querySelector(".inside").cloneNode(true), found(step));
  one("card-inside").scrollTop = 0;
  if (!one("card").open) one("card").showModal();
}
function found(step) {
  const list = document.createElement("ul");
  list.className = "findings";
  list.append(...all("[data-at]", one("findings")).filter((item) => item.dataset.at === step).map((item) => item.cloneNode(true)));
  for (const item of list.children) item.hidden = false;
  return list;
}
function askBeside(by) {
  const steps = [...cards.keys()];
  ask(steps[(steps.indexOf(asked) + by + steps.length) % steps.length]);
}
one("card").addEventListener("keydown", (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  askBeside(by);
});
one("before").addEventListener("click", () => askBeside(-1));
one("next").addEventListener("click", () => askBeside(1));
one("close").addEventListener("click", () => one("card").close());

// Before, after, what changes: one choice for the whole page. What changes is told beside the after.
const figures = all("[data-picture]"), sides = all("[data-side]");
const hasAfter = sides.some((side) => side.dataset.side === "after");
function choose(number) {
  figures.forEach((figure, place) => { figure.hidden = place !== number; });
  for (const side of sides) side.hidden = hasAfter && side.dataset.side !== (number ? "after" : "before");
  for (const button of all("[data-view]")) {
    const last = Math.max(...all("[data-view]", button.parentElement).map((other) => Number(other.dataset.view)));
    button.setAttribute("aria-pressed", String(Number(button.dataset.view) === Math.min(number, last)));
  }
}
for (const button of all("[data-view]")) button.addEventListener("click", () => choose(Number(button.dataset.view)));
choose(0);
