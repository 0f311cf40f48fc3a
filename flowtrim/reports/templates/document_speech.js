// The spoken text: a teleprompter at the pace of its language.
function teleprompter(side) {
  const script = side.querySelector("[data-limit]"), read = side.querySelector("[data-read]");
  const sentences = all("[data-seconds]", script);
  const limit = Number(script.dataset.limit);
  const total = sentences.reduce((sum, said) => sum + Number(said.dataset.seconds), 0);
  let gone = 0, started = null, speaking = null;
  const pause = () => {
    if (started !== null) gone += (performance.now() - started) / 1000;
    started = null;
    read.textContent = read.dataset.start;
  };
  const light = (now) => {
    let end = 0;
    const next = started === null && gone === 0 ? undefined : sentences.find((said) => now < (end += Number(said.dataset.seconds)));
    if (next === speaking) return;
    if (speaking) speaking.classList.remove("now");
    if (next) {
      next.classList.add("now");
      script.scrollTop = Math.max(0, next.offsetTop - script.offsetTop - script.clientHeight / 3);
    }
    speaking = next;
  };
  const tell = () => {
    const now = gone + (started === null ? 0 : (performance.now() - started) / 1000);
    light(now);
    const whole = Math.floor(Math.min(now, total));
    const time = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`, clock = side.querySelector("[data-clock]");
    clock.textContent = clock.dataset.told.replace("{time}", time).replace("{number}", Math.floor(whole / limit) + 1);
    side.querySelector("[data-spoken]").setAttribute("width", Math.min(now, total));
    if (started === null) return;
    if (now >= total) { pause(); gone = 0; } else requestAnimationFrame(tell);
  };
  read.addEventListener("click", () => {
    if (started !== null) { pause(); return; }
    started = performance.now();
    read.textContent = read.dataset.pause;
    tell();
  });
  side.querySelector("[data-again]").addEventListener("click", () => { pause(); gone = 0; tell(); });
}
for (const side of sides) if (side.querySelector("[data-limit]")) teleprompter(side);
