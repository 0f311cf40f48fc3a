"use strict";
// Everything can be read without this script; it lets a reader move about, ask, and listen.
const all = (what, where = document) => [...where.querySelectorAll(what)];
const one = (id) => document.getElementById(id);
for (const part of all("[data-script]")) part.hidden = false;

// The parts are folded until somebody goes there; without a script they stand open.
function unfold(hash) {
  const place = hash && one(decodeURIComponent(hash.slice(1)));
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
for (const fold of all("[data-fold]")) fold.open = false;
const arrive = () => {
  unfold(location.hash);
  const place = location.hash && one(decodeURIComponent(location.hash.slice(1)));
  if (place) place.scrollIntoView();
};
arrive();
window.addEventListener("hashchange", arrive);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  const dialog = link.closest("dialog");
  if (dialog) dialog.close();
  unfold(link.hash);
});

// Paper has no folds.
window.addEventListener("beforeprint", () => { for (const fold of all("details")) fold.open = true; });
