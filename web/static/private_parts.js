// Parts that mailbox and own page share.

import { card } from "./cards.js";
import { el, newId } from "./dom.js";
import { withLinks } from "./links.js";

export const button = (title, onclick, name = null) => el("button", { type: "button", class: name, onclick }, title);

export const buttons = (...nodes) => el("div", { class: "buttons" }, nodes);

/** A view under a heading, in place of what the page showed; the heading gets the focus, unless it is the first. */
export function show(page, title, ...parts) {
  const first = !page.querySelector("h1");
  const heading = el("h1", { tabindex: -1 }, title);
  const view = el("section", {}, heading, parts.flat());
  page.replaceChildren(view);
  if (!first) {
    scrollTo({ top: 0 });
    heading.focus();
  }
  return view;
}

/** A card of the chat, whose headings are third there, right under the page's title. */
export function underTitle(node) {
  for (const heading of node.querySelectorAll("h3")) heading.replaceWith(el("h2", { id: heading.id }, ...heading.childNodes));
  return node;
}

/** Whom to ring now: `alert` is {text, custom} or null. */
export function alertBox(alert) {
  return alert && el("div", { class: "stretch", role: "alert" }, el("p", {}, withLinks(alert.text)), underTitle(card(alert.custom, () => null, () => {})));
}

/** A line of what happens, and one of what went wrong: both are read aloud. */
export function statusLines() {
  const [status, failure] = [el("p", { role: "status", class: "quiet" }), el("div", { role: "alert", class: "stretch" })];
  return {
    nodes: [status, failure],
    say(text) {
      failure.replaceChildren();
      status.textContent = text;
    },
    fail(text) {
      status.textContent = "";
      failure.replaceChildren(el("div", { class: "failed" }, el("p", {}, withLinks(text))));
    },
  };
}

/** A field for a longer text with its label and how much room is left. Nothing is completed, remembered or spell-checked elsewhere. */
export function longText(label, { longest, hint = "", value = "", hideLabel = false } = {}) {
  const [id, hintId] = [newId("text"), newId("hint")];
  const left = el("p", { class: "quiet", role: "status" });
  const field = el("textarea", { id, maxlength: longest, autocomplete: "off", spellcheck: "false", "aria-describedby": hint ? hintId : null });
  field.value = value;
  field.addEventListener("input", () => {
    const room = longest - field.value.length;
    left.textContent = room < 500 ? `Du kan skrive ${room} tegn mere.` : "";
  });
  const nodes = [el("label", { for: id, class: hideLabel ? "who" : null }, label), hint && el("p", { id: hintId, class: "quiet" }, hint), field, left];
  return { field, nodes: nodes.filter(Boolean) };
}

/** Advice for who shares a computer. */
export const traces = () =>
  el("p", { class: "quiet" }, "Din browser husker, at du har været på siden. Brug et privat vindue, hvis andre bruger din computer. Tryk Esc to gange for at forlade siden hurtigt.");
