// The citizen's mailbox. Receipt, token and messages live in this page's memory only, until it is left or idle.

import { el, newId } from "./dom.js";
import { Idle } from "./idle.js";
import { onLeaving } from "./leave.js";
import { withLinks } from "./links.js";
import { danishDate } from "./offer.js";
import { beacon, call, Work } from "./private_api.js";
import { alertBox, button, buttons, longText, show, statusLines, traces } from "./private_parts.js";

const LONGEST = 8000;
const WHO = { citizen: "Du", counsellor: "Rådgiveren", system: "Besked fra guiden" };
// What the guide says when there is nothing left to read here.
const ENDS = { mailbox_locked: "Postkassen er låst", case_gone: "Alt er slettet" };

const page = document.getElementById("page");
const [entering, sending] = [new Work("postkasse/challenge"), new Work("anonym/challenge")];
const idle = new Idle({ warn, calm, contact, end: () => lock("Postkassen er låst", "Der skete ikke noget i et stykke tid. Derfor har vi låst postkassen. Skriv din kode for at åbne den igen.") });
// {token, shown: number of messages on the page, log, until} while open.
let mailbox = null;
let warning = null;

onLeaving(forget);
askForReceipt("Din postkasse");

/** Clears all that is secret, here and in the guide's memory. */
function forget() {
  idle.stop();
  if (mailbox) beacon("postkasse/leave", { token: mailbox.token });
  mailbox = warning = null;
  // Before the nodes go: browsers give fields their values back on "back".
  for (const field of page.querySelectorAll("input, textarea")) field.value = "";
  page.replaceChildren();
}

// With a code.

function askForReceipt(title, reason = null) {
  const lines = statusLines();
  const [id, hint] = [newId("code"), newId("hint")];
  const field = el("input", {
    ...{ id, class: "code", type: "text", maxlength: 200, autocomplete: "off", autocapitalize: "characters", autocorrect: "off", spellcheck: "false" },
    ...{ "aria-describedby": hint, oninput: () => entering.begin() },
  });
  const form = el(
    "form",
    { autocomplete: "off" },
    el("label", { for: id }, "Din kode"),
    el("p", { id: hint, class: "quiet" }, "16 tegn, for eksempel 7Q4M-01XZ-K3HN-9TBC. Du kan skrive med store eller små bogstaver, med eller uden streger."),
    field,
    el("button", { type: "submit", class: "primary" }, "Åbn postkassen"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter(field, lines);
  });
  const view = show(
    page,
    title,
    reason && el("p", { role: "status" }, reason),
    el("p", {}, "Her læser du svar fra en rådgiver og skriver videre."),
    el("p", {}, "Da du sendte din besked, fik du en kvittering. Det er koden. Den er din eneste nøgle til postkassen. Du skal ikke bruge navn, mail eller MitID."),
    form,
    lines.nodes,
    el("h2", {}, "Har du ikke koden?"),
    el("p", {}, "Vi kan ikke finde den for dig, for vi ved ikke, hvem du er. Du kan ", el("a", { href: "/anonym" }, "skrive til en rådgiver igen"), " og få en ny kode."),
    traces(),
  );
  form.busy = false;
  return view;
}

async function enter(field, lines) {
  if (field.form.busy) return;
  if (!field.value.trim()) {
    lines.fail("Skriv din kode.");
    return field.focus();
  }
  field.form.busy = true;
  lines.say("Vi åbner postkassen. Det tager et øjeblik.");
  try {
    const opened = await entering.spend((proof) => call("POST", "postkasse/enter", { body: { receipt: field.value, proof } }));
    // Left meanwhile: nobody shall read it.
    if (!field.isConnected) return beacon("postkasse/leave", { token: opened.token });
    field.value = "";
    open(opened);
  } catch (error) {
    lines.fail(error.message);
    field.focus();
  } finally {
    if (field.form) field.form.busy = false;
  }
}

// Opened.

function open({ token, idle_seconds: seconds, case: read }) {
  mailbox = { token, shown: 0, log: el("div", { class: "log", role: "log", "aria-label": "Beskeder", tabindex: 0 }), until: el("p", { class: "quiet" }) };
  const lines = statusLines();
  const [text, danger] = [longText("Skriv videre til rådgiveren", { longest: LONGEST }), el("div", { class: "stretch" })];
  const form = el("form", { autocomplete: "off" }, text.nodes, el("button", { type: "submit", class: "primary" }, "Send"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write(text.field, lines);
  });
  text.field.addEventListener("input", () => sending.begin(), { once: true });
  show(
    page,
    "Din postkasse",
    el("p", {}, `Kun du og rådgiverne i ${read.municipality.name} kan læse med.`),
    mailbox.until,
    answers(read.answers),
    mailbox.log,
    lines.nodes,
    form,
    buttons(
      button("Se efter nye svar", () => look(lines)),
      button("Udskriv", () => print()),
      button("Luk postkassen", () => lock("Postkassen er lukket", "Din kode virker stadig, når du vil læse igen.")),
      button("Slet alt nu", () => askToDelete(danger, lines)),
    ),
    danger,
    el("p", { class: "quiet" }, `Postkassen låser sig selv, når der ikke sker noget i ${inWords(seconds)}.`),
    traces(),
  );
  update(read);
  idle.start(seconds);
}

function answers(given) {
  if (!given.length) return null;
  const rows = given.map(({ label, answer }) => el("div", {}, el("dt", {}, label), el("dd", {}, answer)));
  return el("section", { class: "step", "aria-label": "Det, du svarede" }, el("h2", {}, "Det, du svarede"), el("dl", {}, rows));
}

/** Shows what is new; returns how many messages of others are. */
function update(read) {
  const fresh = read.messages.slice(mailbox.shown);
  mailbox.shown = read.messages.length;
  mailbox.log.append(...fresh.filter((each) => each.text).map(message));
  const closed = read.closed ? "Rådgiveren har lukket samtalen. Den åbner igen, hvis du skriver. " : "";
  mailbox.until.textContent = `${closed}Alt her bliver gemt til ${danishDate(read.kept_until)}. Skriver en af jer, bliver det gemt længere.`;
  return fresh.filter((each) => each.author !== "citizen").length;
}

function message({ author, text, at }) {
  const by = el("p", { class: "by" }, `${WHO[author]}, `, el("time", { datetime: at }, hour(at)));
  return el("div", { class: `turn ${author}` }, by, el("div", { class: "bubble" }, withLinks(text)));
}

/** "22. november 2026 mellem kl. 5 og 6": nothing finer is known. */
function hour(at) {
  const begins = new Date(at);
  const day = new Intl.DateTimeFormat("da-DK", { dateStyle: "long" }).format(begins);
  return `${day} mellem kl. ${begins.getHours()} og ${begins.getHours() + 1}`;
}

async function refresh() {
  const token = mailbox?.token;
  if (!token) return 0;
  // Before the answer, so that a busy person asks once.
  idle.touch();
  return settled(await asked(call("GET", "postkasse/messages", { token })), token);
}

async function look(lines) {
  try {
    const fresh = await refresh();
    if (mailbox) lines.say(fresh ? "Der er kommet nyt. Det står nederst i beskederne." : "Der er ikke kommet nyt endnu. Der kan gå nogle dage.");
  } catch (error) {
    if (mailbox) lines.fail(error.message);
  }
}

async function write(field, lines) {
  const text = field.value.trim();
  const token = mailbox.token;
  if (!text) {
    lines.fail("Skriv en besked først.");
    return field.focus();
  }
  if (field.readOnly) return;
  field.readOnly = true;
  lines.say("Vi sender din besked.");
  try {
    const sent = await asked(sending.spend((proof) => call("POST", "postkasse/messages", { token, body: { text, proof } })));
    if (mailbox?.token !== token) return;
    field.value = "";
    settled(sent, token);
    lines.say("Din besked er sendt.");
    const box = alertBox(sent.alert);
    if (box) mailbox.log.after(box);
  } catch (error) {
    if (mailbox?.token === token) lines.fail(error.message);
  } finally {
    field.readOnly = false;
  }
}

/** Waits for an answer; one that says that the mailbox is not open (any more) locks the page. */
async function asked(answer) {
  try {
    return await answer;
  } catch (error) {
    if (mailbox && ENDS[error.code]) lock(ENDS[error.code], error.message);
    throw error;
  }
}

function settled({ case: read }, token) {
  if (mailbox?.token !== token) return 0;
  idle.touch();
  return update(read);
}

// Deleting, in two steps.

function askToDelete(place, lines) {
  const id = newId("sure");
  const heading = el("h2", { id, tabindex: -1 }, "Vil du slette alt?");
  place.replaceChildren(
    el(
      "section",
      { class: "danger", "aria-labelledby": id },
      heading,
      el("p", {}, "Alle beskeder bliver slettet med det samme, også rådgiverens. Koden virker ikke mere. Det kan ikke fortrydes."),
      buttons(button("Nej, behold det", () => place.replaceChildren()), button("Ja, slet alt", () => destroy(place, lines), "primary")),
    ),
  );
  heading.focus();
}

async function destroy(place, lines) {
  try {
    await asked(call("DELETE", "postkasse/case", { token: mailbox.token }));
    lock("Alt er slettet", "Dine beskeder og svarene er væk. Koden virker ikke mere. Du er altid velkommen til at skrive igen.");
  } catch (error) {
    place.replaceChildren();
    if (mailbox) lines.fail(error.message);
  }
}

// Idle.

function warn(seconds) {
  warning = el(
    "div",
    { class: "warning", role: "alert" },
    el("p", {}, `Er du der stadig? Postkassen låser sig selv om ${inWords(seconds)}. Så er det, du er ved at skrive, væk.`),
    button("Ja, bliv her", () => refresh().catch(() => {}), "primary"),
  );
  page.append(warning);
}

// A press in the warning is not over yet, and its button does the same.
function contact({ target }) {
  if (!warning?.contains(target)) refresh().catch(() => {});
}

function calm() {
  const focused = warning?.contains(document.activeElement);
  warning?.remove();
  warning = null;
  if (focused) page.focus();
}

function lock(title, reason) {
  forget();
  // The heading of the view before is gone, so this one would count as the first.
  askForReceipt(title, reason).querySelector("h1").focus();
}

const inWords = (seconds) => (seconds < 90 ? `${seconds} sekunder` : `${Math.round(seconds / 60)} minutter`);
