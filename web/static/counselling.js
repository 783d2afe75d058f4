// Form, summary, receipt and self-tests of anonymous counselling. What is answered here is kept in no storage and no file.

import { el, line, newId } from "./dom.js";
import { withLinks } from "./links.js";
import { danishDate } from "./offer.js";
import { saveText } from "./transcript.js";

export const COUNSELLING = { intake_step: step, intake_summary: summary, intake_receipt: receipt, selftest_step: step, selftest_result: result };

/** Whether a reply is a part of form or self-test: then it, and what answers it, is left out of the saved conversation. */
export const isPrivate = (custom) => custom?.type in COUNSELLING;

/** Whether the reply waits for an answer that is private. */
export const asksPrivately = (custom) => isPrivate(custom) && Boolean(custom.controls);

/** The choices of a step or summary as [label, class, buttons], or none. */
export function choices(custom) {
  if (custom.type === "intake_summary") return [["Send beskeden", "primary", [{ title: "Send til rådgiveren", payload: custom.send_payload }]], controls(custom)];
  return [[custom.question, "options", custom.options], controls(custom)];
}

const controls = (custom) => ["Tilbage, spring over eller stop", "controls", custom.controls];

function box(name, title, ...parts) {
  const id = newId(name);
  return el("section", { class: `step ${name}`, "aria-labelledby": id }, el("h3", { id }, title), parts.flat());
}

function step(custom) {
  const { number, of, question, explanation, answer } = custom;
  return box(
    "question",
    question,
    line("progress", number && `${custom.title ? `${custom.title}: spørgsmål` : "Spørgsmål"} ${number} af ${of}`),
    (explanation ?? "").split("\n").map((each) => each && el("p", {}, withLinks(each))).filter(Boolean),
    line("progress", answer && `Dit svar før: ${answer}`),
  );
}

function summary(custom, find, choose) {
  const rows = custom.answers.map(({ question, answer, change_payload: change }) => {
    const title = `Ret: ${question}`;
    const button = el("button", { type: "button", "aria-label": title, onclick: () => choose(title, change) }, "Ret");
    return el("div", {}, el("dt", {}, question), el("dd", {}, answer ?? "Ikke svaret"), el("dd", {}, button));
  });
  return box("summary", "Dine svar", el("p", {}, custom.introduction), el("dl", {}, rows));
}

function result(custom) {
  const { title, score, maximum, band_title: band, meaning, disclaimer } = custom;
  return box("result", `${title}: ${score} ud af ${maximum}`, el("p", {}, el("strong", {}, band)), el("p", {}, withLinks(meaning)), line("source", disclaimer));
}

function receipt(custom) {
  const code = el("p", { class: "code", tabindex: 0, translate: "no" }, custom.receipt);
  const status = el("p", { role: "status" });
  const until = danishDate(custom.kept_until);
  const text = `Sundhedsguiden\nKode til postkassen: ${custom.receipt}\nGemmes til ${until}, og længere hvis I skriver igen.\n`;
  const node = box(
    "receipt",
    "Din besked er sendt. Her er din kode",
    code,
    el("p", { class: "alert" }, "Koden bliver kun vist denne ene gang. Skriv den ned nu. Vi kan ikke finde den igen for dig."),
    el("p", {}, "Med koden læser du svaret og skriver videre i ", postbox(custom.mailbox_url), `. Beskeden bliver gemt til ${until}. Du kan slette den før.`),
    el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", onclick: () => copy(code, status) }, "Kopiér koden"),
      el("button", { type: "button", onclick: () => printOnly(node) }, "Udskriv koden"),
      el("button", { type: "button", onclick: () => saveText(text, "kode.txt") }, "Gem koden som fil"),
    ),
    status,
    el("p", { class: "source" }, "Bruger andre din computer, så skriv hellere koden på papir."),
  );
  return node;
}

// No address but the guide's own.
const postbox = (path) =>
  /^\/\w/.test(path) ? el("a", { href: new URL(`..${path}`, import.meta.url).href, target: "_blank", rel: "noopener" }, "postkassen") : "postkassen";

async function copy(code, status) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    status.textContent = "Koden er kopieret.";
  } catch {
    getSelection().selectAllChildren(code);
    status.textContent = "Koden er markeret. Kopiér den selv.";
  }
}

function printOnly(node) {
  node.classList.add("print-only");
  print();
  node.classList.remove("print-only");
}
