// What the citizen sees first. It is made here: opening the page sends no message.

import { el } from "./dom.js";

const FACTS = [
  ["Du taler med en chatbot", "Ikke med et menneske. Jeg kan tage fejl, og jeg er ikke læge."],
  ["Du er anonym", "Jeg spørger ikke, hvem du er. Skriv ikke navn eller CPR-nummer."],
  ["Det kan jeg hjælpe med", "Jeg finder tilbud om sundhed og siger, hvad jeg ved om pris, tid og sted."],
];

const SUGGESTIONS = [
  "Jeg drikker for meget",
  "Jeg vil stoppe med at ryge",
  "Jeg vil i gang med motion",
  "Jeg er stresset",
  "Jeg føler mig ensom",
  "Jeg er pårørende",
];

/** The greeting with its suggestions, which are ordinary messages. */
export function welcome() {
  return el(
    "div",
    { class: "turn welcome" },
    el("h2", {}, "Hej. Hvad kan jeg hjælpe dig med?"),
    el("ul", { class: "about" }, FACTS.map(([title, text]) => el("li", {}, el("strong", {}, title), text))),
    el("p", { class: "lead" }, "Skriv med dine egne ord, eller vælg her:"),
    el("div", { class: "replies", role: "group", "aria-label": "Forslag til en besked" }, SUGGESTIONS.map((text) => el("button", { type: "button" }, text))),
  );
}
