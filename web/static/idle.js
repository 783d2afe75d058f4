// How long the mailbox stays open without being used: warns before, and ends it.

const WARN_MS = 120_000;
const CONTACT_MS = 60_000;

/** Counts down from each `touch`. `contact` is called when the person does something after a while of silence. */
export class Idle {
  #handlers;
  #timer = null;
  #limit = 0;
  #touched = 0;
  #warned = false;

  constructor(handlers) {
    this.#handlers = handlers;
    for (const name of ["keydown", "pointerdown", "input"]) addEventListener(name, (event) => this.#active(event), true);
    // Timers sleep with the computer.
    document.addEventListener("visibilitychange", () => this.#check());
  }

  start(seconds) {
    this.#limit = seconds * 1000;
    this.touch();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#check(), 250);
  }

  /** The guide has just heard from the page. */
  touch() {
    this.#touched = Date.now();
    if (this.#warned) this.#handlers.calm();
    this.#warned = false;
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#warned = false;
  }

  #active(event) {
    if (this.#timer !== null && Date.now() - this.#touched > Math.min(CONTACT_MS, this.#limit / 4)) this.#handlers.contact(event);
  }

  #check() {
    if (this.#timer === null) return;
    const left = this.#limit - (Date.now() - this.#touched);
    if (left <= 0) return this.#handlers.end();
    if (left > Math.min(WARN_MS, this.#limit / 2) || this.#warned) return;
    this.#warned = true;
    this.#handlers.warn(Math.round(left / 1000));
  }
}
