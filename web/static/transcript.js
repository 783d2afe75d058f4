// The conversation as plain text, for "Gem som tekst".

import { describeHelpline, describeOffer, unknownSentence } from "./offer.js";
import { citation, describeFigures, wording } from "./policy.js";

const TEXTS = { offers: offersText, crisis: crisisText, distress: crisisText, policy_answer: policyText, statistic: figuresText };

/** Entries are {who, text, custom?}; returns the whole conversation as text. */
export function transcript(entries, municipality, find) {
  const when = new Intl.DateTimeFormat("da-DK", { dateStyle: "long", timeStyle: "short" }).format(new Date());
  const head = ["Sundhedsguiden", municipality?.name, municipality?.fictional ? "Opdigtet eksempel" : null, when];
  // One line stands for all that was said to a counsellor or in a self-test: a file can be found by others.
  const left = entries.filter((entry, place) => !(entry.private && entries[place - 1]?.private));
  const body = left.map((entry) => {
    if (entry.private) return "(Dine svar til rådgiveren eller i en test er ikke med her.)";
    const custom = TEXTS[entry.custom?.type]?.(entry.custom, find) ?? "";
    return `${entry.who}:\n${[entry.text, custom].filter(Boolean).join("\n\n")}`;
  });
  return [head.filter(Boolean).join("\n"), "Du har talt med en chatbot. Den kan tage fejl.", ...body].join("\n\n") + "\n";
}

function offersText(custom, find) {
  return (custom.offers ?? []).map((offer) => offerText(offer, find(offer.municipality))).join("\n\n");
}

function offerText(offer, municipality) {
  const { rows, unknown, ask, source } = describeOffer(offer, municipality);
  const lines = [
    `* ${offer.name}${offer.fictional || municipality?.fictional ? " (opdigtet eksempel)" : ""}`,
    offer.organization,
    offer.alert,
    offer.description,
    ...rows.map((row) => `${row.label}: ${row.text}`),
    unknown.length ? `${unknownSentence(unknown)} ${[ask.text, ask.phone].filter(Boolean).join(" ")}.` : null,
    source,
  ];
  return lines.filter(Boolean).join("\n  ");
}

function crisisText(custom) {
  return (custom.helplines ?? []).map((line) => `* ${line.name}: ${line.phone ?? ""} (${describeHelpline(line)})`).join("\n");
}

function policyText({ passages }) {
  return passages.map((each) => `${wording(each)}\nKilde: ${citation(each)}. ${each.status_note ?? ""}`).join("\n\n");
}

function figuresText(custom, find) {
  const lines = describeFigures(custom, find).map((each) => `* ${each.place}, ${each.label}: ${each.amount} ${each.persons} (${each.year}, ${each.source})`);
  return [custom.figures[0].name, ...lines].join("\n");
}

/** Hands the text to the citizen as a file. It is made here and sent nowhere. */
export function saveText(text, filename) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  // Some browsers read the file a moment after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
