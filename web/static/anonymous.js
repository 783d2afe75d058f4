// The form on its own page: every answer lives in this page's memory until it is sent, and nowhere after.

import { COUNSELLING } from "./counselling.js";
import { el, line, newId } from "./dom.js";
import { onLeaving } from "./leave.js";
import { withLinks } from "./links.js";
import { call, Work } from "./private_api.js";
import { alertBox, button, buttons, longText, show, statusLines, traces, underTitle } from "./private_parts.js";

const PLACE = "municipality";
const SUMMARY = "summary";
const TITLE = "Skriv anonymt til en rådgiver";
const TELEPHONE = /^(?:\+45|0045)?[2-9]\d{7}$/;

const page = document.getElementById("page");
const sending = new Work("anonym/challenge");
let form = null;
let [answers, results, municipality, changing] = [{}, {}, null, false];

onLeaving(forget);
load();

function forget() {
  [answers, results, municipality, changing] = [{}, {}, null, false];
  for (const field of page.querySelectorAll("input, textarea")) field.value = "";
  page.replaceChildren();
}

async function load() {
  const lines = statusLines();
  show(page, TITLE, lines.nodes);
  lines.say("Siden bliver hentet.");
  try {
    form = await call("GET", "anonym/form");
  } catch (error) {
    lines.fail(error.message);
    return page.firstChild.append(buttons(button("Prøv igen", load)));
  }
  const places = form.municipalities.filter(({ open }) => open);
  if (!places.length) return closed();
  // Where one sends it is asked like all else, right after the explanation.
  const place = {
    ...{ name: PLACE, kind: "choice", label: "Kommune", question: "Hvilken kommune bor du i?", accepts: null, when: {}, with_result: false },
    ...{ hint: "Din besked går til rådgivere i den kommune. Du skal ikke skrive, hvor du bor.", question_with_result: "", hint_with_result: "" },
    options: places.map(({ code, name }) => ({ value: code, title: name, result: null })),
  };
  form.steps.splice(1, 0, place);
  ask(form.steps[0]);
}

function closed() {
  show(
    page,
    TITLE,
    el("p", {}, "Du kan ikke skrive til en rådgiver her endnu. Du kan ringe i stedet. Du behøver ikke sige, hvem du er."),
    el(
      "ul",
      {},
      [["Alkolinjen", "80 200 500"], ["Livslinien", "70 201 201"], ...form.municipalities.map(({ name, phone }) => [name, phone])]
        .filter(([, phone]) => phone)
        .map(([name, phone]) => el("li", {}, `${name}: `, withLinks(phone))),
    ),
    el("p", {}, withLinks("Er det akut, så ring 112.")),
  );
}

// Which step comes when: as intake/form.py has it, and the guide checks again what is sent.

const hasResult = () => Object.keys(results).length > 0;
const applies = (step) =>
  (step.with_result && hasResult()) || Object.entries(step.when).every(([name, wanted]) => wanted.includes(answers[name] ?? ""));
const asked = () => form.steps.filter(applies);
const valueOf = (step) => (step.name === PLACE ? municipality : answers[step.name]);
const wordsOf = (step, value) => step.options.find((each) => each.value === value)?.title ?? value;
const stepOf = (name) => form.steps.find((each) => each.name === name);

function before(step) {
  const known = asked();
  return step === SUMMARY ? known.at(-1) : known[known.indexOf(step) - 1];
}

function goOn(step) {
  const known = asked();
  const unanswered = known.find((each) => each.kind !== "information" && valueOf(each) === undefined);
  const next = changing ? unanswered : known[known.indexOf(step) + 1];
  if (next) return ask(next);
  changing = false;
  summary();
}

function answer(step, value) {
  if (step.name === "selftest" && value === "take") return test(form.selftests[answers.topic], []);
  if (step.name === PLACE) municipality = value;
  else if (step.kind !== "information") answers[step.name] = value;
  goOn(step);
}

// One question at a time.

function ask(step) {
  const [question, hint] = hasResult() && step.question_with_result ? [step.question_with_result, step.hint_with_result] : [step.question, step.hint];
  const counted = asked().filter((each) => each.kind !== "information");
  const number = counted.indexOf(step) + 1;
  const given = valueOf(step);
  const parts = [
    line("quiet", number > 0 && `Spørgsmål ${number} af ${counted.length}`),
    paragraphs(hint),
    step.kind === "choice" && line("quiet", given && `Dit svar før: ${wordsOf(step, given)}`),
    step.kind === "text" ? textForm(step, question, given) : options(step, question),
    controls(step),
  ];
  show(page, question, parts.flat().filter(Boolean), step.kind === "information" && opening());
}

const paragraphs = (text) => (text ? text.split("\n").map((each) => el("p", {}, withLinks(each))) : []);

const opening = () => [
  el("p", {}, "Dine svar er kun her på siden, til du sender dem. Lukker du siden, er de væk."),
  el("p", {}, "Har du skrevet før? ", el("a", { href: "/postkasse" }, "Gå til din postkasse"), "."),
  traces(),
];

function options(step, question) {
  const choices = step.options.filter(({ result }) => result === null || result === hasResult());
  return el("div", { class: "choices", role: "group", "aria-label": question }, choices.map(({ value, title }) => button(title, () => answer(step, value), step.kind === "information" ? "primary" : null)));
}

function controls(step) {
  if (step.kind === "information") return null;
  return buttons(
    button("Tilbage", () => back(step)),
    step.name !== PLACE && button("Spring over", () => answer(step, "")),
    button("Stop og slet", stop),
  );
}

function back(step) {
  if (!changing) return ask(before(step));
  changing = false;
  summary();
}

function stop() {
  forget();
  show(
    page,
    "Det er stoppet",
    el("p", { role: "status" }, "Alt, du har svaret, er slettet. Intet er sendt. Du er altid velkommen igen."),
    buttons(button("Begynd forfra", load)),
  ).querySelector("h1").focus();
}

function textForm(step, question, given) {
  const lines = statusLines();
  const short = step.longest < 100;
  const { field, nodes } = short ? shortText(question, step, given) : longText(question, { longest: step.longest, value: given ?? "", hideLabel: true });
  const next = el("button", { type: "submit", class: "primary" }, "Videre");
  const node = el("form", { autocomplete: "off" }, nodes, lines.nodes, next);
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    take(step, field, lines, next);
  });
  return node;
}

function shortText(question, step, given) {
  const id = newId("text");
  const inputmode = step.accepts === "telephone" ? "tel" : null;
  const field = el("input", { id, type: "text", inputmode, maxlength: step.longest, autocomplete: "off", spellcheck: "false" });
  field.value = given ?? "";
  return { field, nodes: [el("label", { for: id, class: "who" }, question), field] };
}

async function take(step, field, lines, next) {
  if (next.ariaDisabled === "true") return;
  const text = field.value.trim();
  if (step.accepts === "telephone" && text && !TELEPHONE.test(text.replace(/[\s.\-/()]+/g, ""))) {
    lines.fail("Det ligner ikke et dansk telefonnummer. Skriv 8 cifre, eller spring over.");
    return field.focus();
  }
  if (!text || step.accepts) return answer(step, text);
  next.ariaDisabled = "true";
  lines.say("Et øjeblik.");
  const alert = await alertFor(text);
  // Left or changed meanwhile.
  if (!field.isConnected) return;
  if (!alert) return answer(step, text);
  answers[step.name] = text;
  show(
    page,
    "Før du går videre",
    alertBox(alert),
    el("p", {}, "Det, du skrev, er her stadig. En rådgiver læser ikke med lige nu, så brug et af numrene, hvis det haster. Du kan stadig sende din besked."),
    buttons(button("Gå videre", () => goOn(step), "primary"), button("Ret det, du skrev", () => ask(step)), button("Stop og slet", stop)),
  );
}

/** Whom to ring, if the words tell of a crisis. When that cannot be asked the form goes on: sending asks again. */
async function alertFor(text) {
  try {
    return (await call("POST", "anonym/check", { body: { text, municipality } })).alert;
  } catch {
    return null;
  }
}

// A self-test on the way. Its answers are sent to be counted, and kept by nobody.

async function test(instrument, chosen) {
  const lines = statusLines();
  let reply;
  try {
    reply = await call("POST", "anonym/selftest", { body: { instrument, chosen } });
  } catch (error) {
    page.firstChild.append(...lines.nodes);
    return lines.fail(error.message);
  }
  if (form === null || municipality === null) return;
  if (reply.result) return tested(instrument, chosen, reply.result);
  const { title, introduction, number, of, question, options: titles } = reply.question;
  show(
    page,
    question,
    line("quiet", `${title}: spørgsmål ${number} af ${of}`),
    line("", introduction),
    el("div", { class: "choices", role: "group", "aria-label": question }, titles.map((each, option) => button(each, () => test(instrument, [...chosen, option])))),
    buttons(
      button("Tilbage", () => (chosen.length ? test(instrument, chosen.slice(0, -1)) : ask(stepOf("selftest")))),
      button("Stop testen", () => ask(stepOf("selftest"))),
    ),
  );
}

function tested(instrument, chosen, result) {
  results = { [instrument]: chosen };
  // Whether the counsellor may see it is asked anew.
  delete answers.selftest;
  show(
    page,
    "Dit resultat",
    underTitle(COUNSELLING.selftest_result(result)),
    result.asks_gently && el("p", { class: "alert" }, withLinks("Har du det svært lige nu, så ring til Livslinien på 70 201 201. Er der fare for liv, så ring 112.")),
    buttons(button("Gå videre", () => ask(stepOf("selftest")), "primary")),
  );
}

// Summary and sending.

function summary() {
  sending.begin().catch(() => {});
  const lines = statusLines();
  const steps = asked().filter((each) => each.kind !== "information");
  const send = button("Send til rådgiveren", () => post(send, lines), "primary");
  show(
    page,
    "Se dine svar igennem",
    el("p", {}, `Du kan rette dem, før du sender. Beskeden går til rådgiverne i ${wordsOf(stepOf(PLACE), municipality)}.`),
    el("section", { class: "step", "aria-label": "Dine svar" }, el("dl", {}, steps.map(row))),
    el("h2", {}, "Når du sender, får du en kvittering"),
    el("p", {}, "Kvitteringen er en kode på 16 tegn. Den er den eneste nøgle til svaret. Vi viser den kun én gang, og vi kan ikke finde den igen for dig. Hav papir og blyant klar, eller gem den et sted, hvor kun du kigger."),
    lines.nodes,
    buttons(send, button("Tilbage", () => ask(before(SUMMARY))), button("Stop og slet", stop)),
  );
}

function row(step) {
  const value = valueOf(step);
  const change = () => {
    changing = true;
    ask(step);
  };
  const edit = el("button", { type: "button", "aria-label": `Ret: ${step.label}`, onclick: change }, "Ret");
  return el("div", {}, el("dt", {}, step.label), el("dd", {}, value ? wordsOf(step, value) : "Ikke svaret"), el("dd", {}, edit));
}

async function post(send, lines) {
  if (send.ariaDisabled === "true") return;
  const steps = asked().filter(({ name }) => name in answers);
  if (!steps.some(({ name }) => answers[name])) return lines.fail("Du har ikke svaret på noget endnu. Skriv lidt, før du sender.");
  const sent = Object.fromEntries(steps.map(({ name }) => [name, answers[name]]));
  send.ariaDisabled = "true";
  lines.say("Vi låser din besked og sender den. Det tager et øjeblik.");
  try {
    const reply = await sending.spend((proof) => call("POST", "anonym/send", { body: { municipality, answers: sent, results, proof } }));
    // Left meanwhile: nobody shall read it.
    if (send.isConnected) done(reply);
  } catch (error) {
    lines.fail(error.message);
    send.ariaDisabled = "false";
  }
}

function done({ receipt, kept_until: until, alert }) {
  forget();
  const card = underTitle(COUNSELLING.intake_receipt({ receipt, kept_until: until, mailbox_url: "/postkasse" }));
  show(
    page,
    "Din kvittering",
    alertBox(alert),
    el("p", {}, "Her er koden til dit svar. Skriv den ned, før du lukker siden. Se i postkassen om et par dage."),
    el("div", { class: "log" }, el("div", {}, card)),
    button("Jeg har gemt koden. Slet den fra skærmen", gone),
  ).querySelector("h1").focus();
}

function gone() {
  forget();
  show(
    page,
    "Koden er væk fra skærmen",
    el("p", {}, "Tak, fordi du skrev. ", el("a", { href: "/postkasse" }, "Gå til postkassen"), ", når du vil se efter svar."),
    traces(),
  ).querySelector("h1").focus();
}
