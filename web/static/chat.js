// The conversation, the same on the page and in the widget.

import { card } from "./cards.js";
import { GuideError } from "./client.js";
import { Composer } from "./composer.js";
import { confirm } from "./confirm.js";
import { asksPrivately, choices, isPrivate } from "./counselling.js";
import { el } from "./dom.js";
import { withLinks } from "./links.js";
import { prove } from "./proof.js";
import { saveText, transcript } from "./transcript.js";
import { welcome } from "./welcome.js";

const TYPING_AFTER_MS = 400;
const SLOW_AFTER_MS = 8000;
const NOT_SHOWN = "Jeg kan ikke vise svaret. Prøv igen, eller skriv på en anden måde.";

export class Chat {
  #client;
  #root;
  #scrollTo;
  #entries = [];
  #queue = Promise.resolve();
  #quickReplies = null;
  #private = false;
  #timers = [];
  #conversation = 0;

  /** Builds the conversation inside `root`. `scrollTo(node, log)` brings the start of a turn to the top of what is seen. */
  constructor(client, root, scrollTo) {
    this.#client = client;
    this.#root = root;
    this.#scrollTo = (node) => scrollTo(node, this.log);
    this.log = el("div", { class: "log", role: "log", "aria-label": "Samtale med guiden", tabindex: 0 });
    this.composer = new Composer((text) => this.send(text));
    root.append(this.log, this.composer.node);
    addEventListener("offline", () => this.composer.say("Du er uden internet. Det, du har skrevet, bliver stående."));
    addEventListener("online", () => this.composer.say(""));
    this.#welcome();
    if (client.hasSession) {
      this.#note("Du er tilbage i din samtale. Vi gemmer den ikke på din skærm, så du kan ikke se den igen. Du kan skrive videre eller slette den.");
    }
  }

  /** Buttons for what one can do with the conversation; `more` adds the owner's own [title, action]. */
  tools(...more) {
    const actions = [["Ny samtale", () => this.restart()], ["Gem som tekst", () => this.save()], ...more, ["Slet min samtale", () => this.forget()]];
    return el("ul", { class: "tools" }, actions.map(([title, action]) => el("li", {}, el("button", { type: "button", onclick: action }, title))));
  }

  /**
   * Shows the citizen's message and sends `payload`, which may be a function that gives it. Messages wait their turn, so the
   * session is never started twice.
   */
  send(text, payload = text) {
    this.#dropQuickReplies();
    const entry = { who: "Du", text, private: this.#private };
    this.#entries.push(entry);
    const node = el("div", { class: "turn citizen" }, el("p", { class: "who" }, "Du skrev:"), el("p", { class: "bubble" }, text));
    this.#append(node);
    this.#deliver(node, entry, payload);
  }

  async restart() {
    const text = "Skærmen bliver ryddet. Vil du også have slettet det, du har skrevet, så vælg ”Slet min samtale”.";
    if (this.#entries.length && !(await confirm(this.#root, { title: "Start en ny samtale?", text, yes: "Start ny samtale" }))) return;
    this.#client.leave();
    this.#clear();
    this.#welcome();
    this.composer.focus();
  }

  async forget() {
    const text = "Alt, du og guiden har skrevet, bliver slettet hos os. Det kan ikke fortrydes.";
    if (!(await confirm(this.#root, { title: "Slet din samtale?", text, yes: "Slet samtalen" }))) return;
    this.composer.say("Sletter din samtale …");
    // A message on its way must arrive first, or it would be stored after the deletion.
    await this.#queue;
    this.composer.focus();
    if (!this.#client.hasSession) {
      this.#startOver("Der var ikke gemt noget hos os. Skærmen er ryddet.");
      return;
    }
    try {
      await this.#client.forget();
      this.#startOver("Din samtale er slettet. Der er ikke gemt noget af den hos os.");
    } catch (error) {
      if (!(error instanceof GuideError)) throw error;
      this.composer.say("");
      this.#note(`Samtalen er ikke slettet endnu. ${error.message} Vælg ”Slet min samtale” igen om lidt.`);
    }
  }

  save() {
    saveText(transcript(this.#entries, this.#client.municipality, (code) => this.#client.find(code)), "samtale-med-sundhedsguiden.txt");
    this.composer.say("Samtalen er gemt som en fil hos dig. Andre, der bruger din computer, kan måske se den.");
  }

  /** Changes the municipality from the next message on, and says so. */
  changeMunicipality(code) {
    this.#client.select(code);
    const last = this.log.lastElementChild;
    // Arrow keys in a list choose several on the way: only the last is worth a line.
    if (last?.matches(".note.municipality")) last.remove();
    this.#note(`Du får nu tilbud i ${this.#client.municipality.name}.`).classList.add("municipality");
  }

  #deliver(node, entry, payload) {
    const conversation = this.#conversation;
    const left = () => conversation !== this.#conversation;
    this.#queue = this.#queue.then(async () => {
      if (left()) return;
      this.#showTyping();
      try {
        const reply = await this.#client.send(typeof payload === "function" ? await payload() : payload);
        if (!left()) this.#reply(reply);
      } catch (error) {
        // Also a reply that cannot be shown must not stop the next message.
        if (!(error instanceof GuideError)) console.error(error);
        if (!left()) this.#failed(node, entry, payload, error instanceof GuideError ? error.message : NOT_SHOWN);
      }
      if (left()) return;
      this.#hideTyping();
      this.#scrollTo(node);
    });
  }

  #reply({ messages, restarted }) {
    this.composer.say("");
    this.#dropQuickReplies();
    if (restarted) this.#note("Din gamle samtale findes ikke længere. Vi er begyndt forfra.");
    // The page has welcomed already, before anything was sent.
    const answers = messages.filter((message) => message.custom?.type !== "welcome");
    const shown = answers.length ? answers : [{ text: "Det har jeg ikke noget svar på. Prøv at skrive det på en anden måde." }];
    const parts = shown.flatMap((message) => this.#parts(message));
    this.#append(el("div", { class: "turn reply" }, el("p", { class: "who" }, "Guiden svarede:"), parts));
    this.#private = shown.some(({ custom }) => asksPrivately(custom));
    this.#offerQuickReplies(shown);
  }

  #parts({ text, custom }) {
    this.#entries.push({ who: "Guiden", text: text ?? "", custom, private: isPrivate(custom) });
    const shown = card(custom, (code) => this.#client.find(code), (title, payload) => this.#choose(title, payload));
    // The cards of a form say all that their text says.
    return [text && !(shown && isPrivate(custom)) ? el("p", { class: "text" }, withLinks(text)) : null, shown].filter(Boolean);
  }

  #offerQuickReplies(messages) {
    const asking = messages.map(({ custom }) => custom).findLast(asksPrivately);
    const plain = messages
      .filter(({ custom }) => !asksPrivately(custom))
      .flatMap((message) => [...(message.buttons ?? []), ...(message.custom?.suggestions ?? [])]);
    const unique = [...new Map(plain.map((each) => [each.payload, each])).values()];
    const groups = [["Forslag til svar", "plain", unique], ...(asking ? choices(asking) : [])].filter(([, , buttons]) => buttons.length);
    if (!groups.length) return;
    this.#quickReplies = el("div", { class: "replies" }, groups.map(([label, name, buttons]) => this.#group(label, name, buttons, asking)));
    this.#append(this.#quickReplies);
  }

  #group(label, name, buttons, asking) {
    const press = (title, payload) => this.#choose(title, payload === asking?.send_payload ? () => this.#proved(asking) : payload);
    const kind = name === "primary" ? name : null;
    const nodes = buttons.map(({ title, payload }) => el("button", { type: "button", class: kind, onclick: () => press(title, payload) }, title));
    return el("div", { class: `group ${name}`, role: "group", "aria-label": label }, nodes);
  }

  /** What sends the form: with a proof of work, computed now. */
  async #proved({ proof, send_payload: payload }) {
    this.composer.say("Gør klar til at sende …");
    const number = await prove(proof);
    return number === null ? payload : `${payload}{"challenge": "${proof.challenge}", "number": "${number}"}`;
  }

  #choose(title, payload) {
    // The pressed button goes away. On a touch screen the field would open the keyboard over the answer.
    if (matchMedia("(pointer: coarse)").matches) this.log.focus({ preventScroll: true });
    else this.composer.focus();
    this.send(title, payload);
  }

  #dropQuickReplies() {
    this.#quickReplies?.remove();
    this.#quickReplies = null;
  }

  #failed(node, entry, payload, message) {
    entry.who = "Du (ikke sendt)";
    const retry = () => {
      box.remove();
      entry.who = "Du";
      this.#moveToEnd(node, entry);
      this.composer.focus();
      this.#deliver(node, entry, payload);
    };
    const box = el(
      "div",
      { class: "failed" },
      el("p", {}, el("strong", {}, "Ikke sendt. "), withLinks(message)),
      el("button", { type: "button", onclick: retry }, "Prøv igen"),
    );
    node.append(box);
  }

  // The answer will come at the end, so the message it answers belongs there.
  #moveToEnd(node, entry) {
    this.#entries.push(...this.#entries.splice(this.#entries.indexOf(entry), 1));
    if (node !== this.log.lastElementChild) this.#append(node);
  }

  #welcome() {
    this.log.append(welcome());
    this.#quickReplies = this.log.lastElementChild.querySelector(".replies");
    for (const button of this.#quickReplies.children) {
      button.addEventListener("click", () => this.#choose(button.textContent, button.textContent));
    }
  }

  #startOver(note) {
    this.#client.leave();
    this.#clear();
    this.#note(note);
    this.#welcome();
  }

  #clear() {
    this.#conversation += 1;
    this.#queue = Promise.resolve();
    this.#entries = [];
    this.#private = false;
    this.#quickReplies = null;
    this.#hideTyping();
    this.log.replaceChildren();
    this.composer.say("");
  }

  #note(text) {
    const node = el("p", { class: "note" }, text);
    this.#append(node);
    return node;
  }

  #append(node) {
    this.log.append(node);
    this.#scrollTo(node);
  }

  #showTyping() {
    this.#timers = [
      setTimeout(() => (this.composer.typing.textContent = "Guiden skriver …"), TYPING_AFTER_MS),
      setTimeout(() => (this.composer.typing.textContent = "Guiden arbejder stadig …"), SLOW_AFTER_MS),
    ];
  }

  #hideTyping() {
    this.#timers.forEach(clearTimeout);
    this.composer.typing.textContent = "";
  }
}
