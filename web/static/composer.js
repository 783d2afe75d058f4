// Where the citizen writes: a field that grows, a button with a word on it, and a counter near the limit.

import { el, newId } from "./dom.js";

const MAX_CHARACTERS = 2000;
const COUNT_FROM = 1800;
const HINT = "Enter sender. Shift + Enter giver ny linje.";

export class Composer {
  /** `onsend` gets the trimmed text of each message. */
  constructor(onsend) {
    const [field, counter] = [newId("message"), newId("counter")];
    this.onsend = onsend;
    this.counter = el("p", { id: counter, class: "counter", hidden: true });
    this.notice = el("p", { class: "notice", role: "status" });
    this.typing = el("p", { class: "typing", role: "status" });
    this.field = el("textarea", {
      id: field,
      rows: 1,
      autocomplete: "off",
      enterkeyhint: "send",
      "aria-describedby": counter,
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
    });
    this.node = el(
      "form",
      { class: "composer", novalidate: true, onsubmit: (event) => this.#submit(event) },
      this.notice,
      el("div", { class: "above" }, el("label", { for: field }, "Skriv til guiden"), el("span", { class: "hint" }, HINT), this.typing),
      el("div", { class: "write" }, this.field, el("button", { type: "submit", class: "primary" }, "Send")),
      this.counter,
    );
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  /** A short line above the field, read aloud once. "" removes it. */
  say(text) {
    if (this.notice.textContent !== text) this.notice.textContent = text;
  }

  // Characters as the server counts them: code points, not UTF-16 units.
  get #left() {
    return MAX_CHARACTERS - [...this.field.value.trim()].length;
  }

  #changed() {
    this.field.style.height = "auto";
    const border = this.field.offsetHeight - this.field.clientHeight;
    this.field.style.height = `${this.field.scrollHeight + border}px`;
    const left = this.#left;
    this.counter.hidden = left > MAX_CHARACTERS - COUNT_FROM;
    this.counter.textContent = left >= 0 ? `Du kan skrive ${left} tegn mere` : `${-left} tegn for meget`;
    this.field.toggleAttribute("aria-invalid", left < 0);
    if (left >= 0 && this.tooLong) this.say("");
    if (left < 0) this.say("Din besked er for lang. Gør den kortere, eller del den i to.");
    this.tooLong = left < 0;
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    this.focus();
    if (!text || this.#left < 0) return;
    this.field.value = "";
    this.#changed();
    this.onsend(text);
  }
}
