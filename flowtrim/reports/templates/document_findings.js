// The findings: search, choose, sort; of many, the worst first until somebody asks for all.
const list = one("list");
if (list) {
  const FEW = 12;
  const found = [...list.children];
  let few = found.length > FEW;
  const number = (key) => (a, b) => a.dataset[key] - b.dataset[key];
  const orders = { rank: number("rank"), line: number("line"), rule: (a, b) => (a.dataset.rule < b.dataset.rule ? -1 : Number(a.dataset.rule > b.dataset.rule)) };
  const sift = () => {
    const text = one("search").value.trim().toLowerCase(), severity = one("severity").value;
    const fits = (item) => (!severity || item.dataset.severity === severity) && item.textContent.toLowerCase().includes(text);
    const fitting = [...list.children].filter(fits);
    const shown = new Set(few ? fitting.slice(0, FEW) : fitting);
    for (const item of found) item.hidden = !shown.has(item);
    one("shown").textContent = shown.size < fitting.length ? `${shown.size} of ${fitting.length} shown` : `${shown.size} shown`;
    one("more").hidden = shown.size === fitting.length;
    one("more").textContent = `Show all ${fitting.length}`;
  };
  one("search").addEventListener("input", sift);
  one("severity").addEventListener("change", sift);
  one("sort").addEventListener("change", (event) => { list.append(...found.sort(orders[event.target.value])); sift(); });
  one("more").addEventListener("click", () => {
    few = false;
    sift();
    list.children[FEW].tabIndex = -1;
    list.children[FEW].focus();
  });
  sift();
}
document.documentElement.dataset.ready = "yes";
