// Long lists: search, choose, sort; of many entries the first until somebody asks for all.
const by = (key) => {
  const name = key.replace("-", ""), turn = key.startsWith("-") ? -1 : 1;
  return ({ dataset: { [name]: a } }, { dataset: { [name]: b } }) => turn * (a - b || a.localeCompare(b));
};
for (const place of all("[data-sift]")) {
  const part = (what) => place.querySelector(`[data-sift-${what}]`);
  const [list, search, choice, order, shown, more] = ["list", "search", "choice", "order", "shown", "more"].map(part);
  const few = Number(list.dataset.siftList);
  const found = [...list.children];
  let folded = found.length > few;
  const sift = () => {
    const text = search.value.trim().toLowerCase(), chosen = choice.value;
    const fits = (item) => (!chosen || item.dataset.choice === chosen) && item.textContent.toLowerCase().includes(text);
    const fitting = [...list.children].filter(fits);
    const seen = new Set(folded ? fitting.slice(0, few) : fitting);
    for (const item of found) item.hidden = !seen.has(item);
    shown.textContent = (seen.size < fitting.length ? shown.dataset.some : shown.dataset.every).replace("{shown}", seen.size).replace("{number}", fitting.length);
    more.hidden = seen.size === fitting.length;
    more.textContent = more.dataset.all.replace("{number}", fitting.length);
  };
  search.addEventListener("input", sift);
  choice.addEventListener("change", sift);
  order.addEventListener("change", () => { list.append(...found.sort(by(order.value))); sift(); });
  more.addEventListener("click", () => {
    folded = false;
    sift();
    const next = [...list.children].filter((item) => !item.hidden)[few];
    next.tabIndex = -1;
    next.focus();
  });
  sift();
}
document.documentElement.dataset.ready = "yes";
