"use strict";
// Everything can be read without this script; it lets a reader move about, ask, and listen.
const all = (what, where = document) => [...where.querySelectorAll(what)];
const one = (id) => document.getElementById(id);
for (const part of all("[data-script]")) part.hidden = false;

// What is long is folded until somebody goes there; without a script it stands open.
function unfold() {
  const place = location.hash && one(decodeURIComponent(location.hash.slice(1)));
  const fold = place && place.querySelector("[data-fold]");
  if (!fold || fold.open) return;
  fold.open = true;
  place.scrollIntoView();
}
for (const fold of all("[data-fold]")) fold.open = false;
unfold();
window.addEventListener("hashchange", unfold);

// Paper has no folds.
window.addEventListener("beforeprint", () => { for (const fold of all("details")) fold.open = true; });
