// What a reply can show besides text: one function for each custom.type the guide sends. An unknown type shows nothing.

import { COUNSELLING } from "./counselling.js";
import { el, line, newId } from "./dom.js";
import { httpsUrl, mailLink, phoneLink, webLink, withLinks } from "./links.js";
import { describeHelpline, describeOffer, unknownSentence } from "./offer.js";
import { citation, describeFigures, wording } from "./policy.js";

const CARDS = { offers: offerList, crisis: crisisBox, distress: crisisBox, policy_answer: passages, policy_none: searched, statistic: figures, ...COUNSELLING };

/** The node for a reply's custom part, or null. `find` gives a municipality by its code; `choose` says (title, payload). */
export function card(custom, find, choose) {
  return CARDS[custom?.type]?.(custom, find, choose) ?? null;
}

function offerList(custom, find) {
  const offers = custom.offers ?? [];
  return offers.length ? el("div", { class: "offers" }, offers.map((offer) => offerCard(offer, find(offer.municipality)))) : null;
}

function offerCard(offer, municipality) {
  const { rows, unknown, ask, source } = describeOffer(offer, municipality);
  return article(
    offer.name,
    offer.fictional || municipality?.fictional,
    line("organization", offer.organization !== offer.name && offer.organization),
    line("alert", offer.alert && withLinks(offer.alert)),
    line("description", offer.description),
    chips(offer.reasons),
    el("dl", { class: "facts" }, rows.map((row) => el("div", {}, el("dt", {}, row.label), el("dd", {}, value(row, offer))))),
    line("unknown", unknown.length && [`${unknownSentence(unknown)} `, askLine(ask)].flat()),
    line("source", source),
  );
}

function article(title, fictional, ...parts) {
  const id = newId("card");
  return el("article", { class: "offer", "aria-labelledby": id }, line("fictional", fictional && "Opdigtet eksempel"), el("h3", { id }, title), parts.flat());
}

function chips(reasons) {
  return reasons?.length ? el("ul", { class: "chips", "aria-label": "Derfor passer det" }, reasons.map((reason) => el("li", {}, reason))) : null;
}

function value(row, offer) {
  if (row.kind === "phone") return phoneLink(row.text, "big");
  if (row.kind === "mail") return mailLink(row.text);
  if (row.kind === "web") return webLink(offer.url);
  return row.text;
}

const askLine = ({ text, phone }) => (phone ? [`${text} `, phoneLink(phone), "."] : `${text}.`);

function crisisBox(custom) {
  const id = newId("crisis");
  return el(
    "section",
    { class: "crisis", "aria-labelledby": id },
    el("h3", { id }, "Her kan du få hjælp nu"),
    el("ul", {}, (custom.helplines ?? []).map(helpline)),
  );
}

function helpline(line) {
  return el(
    "li",
    {},
    el("strong", {}, line.name),
    line.phone ? phoneLink(line.phone, "call") : null,
    el("span", { class: "hours" }, describeHelpline(line)),
    httpsUrl(line.url) ? webLink(line.url) : null,
  );
}

// A new tab, as the conversation is not kept. No address but the guide's own.
const pageLink = (path, text) =>
  /^\/\w/.test(path) ? el("a", { href: new URL(`..${path}`, import.meta.url).href, target: "_blank", rel: "noopener" }, text) : text;

// The best in full view, the others folded.
function passages(custom, find) {
  const [best, ...others] = custom.passages.map((each) => passage(each, find(each.municipality)));
  return el("div", { class: "offers" }, best, others[0] ? el("details", {}, el("summary", {}, `Vis mere (${others.length})`), others) : null);
}

function passage(each, municipality) {
  return article(
    each.section,
    municipality?.fictional,
    line("organization", municipality?.name),
    el(each.quote ? "blockquote" : "p", { class: "text" }, wording(each)),
    line("status", each.status_note),
    line("source", ["Kilde: ", pageLink(each.url, citation(each))]),
  );
}

// Items are titles or {title, url}.
function searched(custom) {
  const documents = [custom.searched ?? []].flat().flatMap((each) => [pageLink(each.url, each.title ?? each), ". "]);
  return line("unknown", ["Jeg har ledt i kommunens politikker. ", ...documents, pageLink("/politikker", "Se alle politikker")]);
}

function figures(custom, find) {
  const rows = describeFigures(custom, find);
  return article(
    custom.definitions_differ ? "Tal fra kommunerne" : rows[0].name,
    rows.some(({ municipality }) => find(municipality)?.fictional),
    line("alert", custom.definitions_differ && "Tallene er ikke lavet på samme måde. Derfor kan du ikke sammenligne dem direkte."),
    chart(rows),
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ["Hvem", "Tal", "År og kilde"].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rows.map(tableRow)),
    ),
    [...new Set(rows.map((row) => row.status_note))].map((text) => line("status", text)),
  );
}

const who = ({ place, label }) => el("span", {}, el("strong", {}, place), ` ${label}`);

const tableRow = (row) =>
  el(
    "tr",
    {},
    el("th", { scope: "row" }, who(row), line("source", row.footnote)),
    el("td", {}, el("strong", {}, row.amount), ` ${row.persons}`),
    el("td", {}, `${row.year ?? ""} `, pageLink(row.url, row.source ?? row.document)),
  );

// A percentage is a part of the whole, a number of the largest. Each place has its own pattern.
function chart(all) {
  const rows = all.filter(({ unit }) => unit === all[0].unit);
  const whole = all[0].unit === "percent" ? 100 : Math.max(...rows.map(({ value }) => value));
  const places = [...new Set(rows.map(({ place }) => place))];
  const bars = rows.flatMap((row) => {
    const width = `${(100 * row.value) / whole}%`;
    const bar = el("svg", {}, el("rect", { width, height: 18 }), el("line", { class: `p${places.indexOf(row.place)}`, x2: width, y1: 9, y2: 9 }));
    return [el("p", {}, who(row), el("strong", {}, row.amount)), bar];
  });
  return el("div", { class: "chart", role: "img", "aria-label": "Søjler. Tallene står i tabellen." }, bars);
}
