"use strict";
// Everything can be read without this script; it lets a reader move about, ask, and listen.
const all = (what, where = document) => [...where.querySelectorAll(what)];
const one = (id) => document.getElementById(id);
for (const part of all("[data-script]")) part.hidden = false;

// Paper has no folds.
window.addEventListener("beforeprint", () => { for (const fold of all("details")) fold.open = true; });
