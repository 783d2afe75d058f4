// Staff's pages of conversations: the cards as the citizen saw them, and shortcuts. Without it all else works.

import { card } from "./cards.js";
import { el } from "./dom.js";

const SETTING = "sg-genveje";

function showCards() {
  const turns = document.querySelector("[data-municipalities]");
  if (!turns) return;
  const known = JSON.parse(turns.dataset.municipalities);
  const find = (code) => known.find((each) => each.code === code) ?? null;
  for (const place of turns.querySelectorAll("[data-custom]")) {
    const node = shown(JSON.parse(place.dataset.custom), find);
    if (node) place.append(node);
    else place.remove();
  }
}

// A card that cannot be shown was not shown to the citizen either; the others are.
function shown(custom, find) {
  try {
    return card(custom, find, () => {});
  } catch {
    return el("p", { class: "note" }, "Kortet kan ikke vises. Borgeren så det heller ikke.");
  }
}

// One step among rows or turns from where the focus is; at the ends it stays.
function step(by) {
  const stops = [...document.querySelectorAll(".row-link, .understood > summary")];
  const at = stops.indexOf(document.activeElement);
  stops.at(at < 0 ? (by > 0 ? 0 : -1) : Math.min(Math.max(at + by, 0), stops.length - 1))?.focus();
}

const focus = (selector) => document.querySelector(selector)?.focus();
const open = (path) => location.assign(path);

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  s: () => focus("#soeg"),
  n: () => focus("#note"),
  e: () => focus("#label"),
  g: () => document.querySelector("#gennemgaa")?.requestSubmit(),
  l: () => open("/personale/samtaler"),
  i: () => open("/personale/gennemgang"),
};

// Single keys get in the way of speech input, so they can be turned off; the browser remembers that.
const toggle = document.querySelector("#genveje");
if (toggle) {
  toggle.checked = localStorage.getItem(SETTING) !== "fra";
  toggle.addEventListener("change", () => localStorage.setItem(SETTING, toggle.checked ? "til" : "fra"));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (!toggle.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}

document.querySelector("#link")?.addEventListener("focus", (event) => event.target.select());
showCards();
