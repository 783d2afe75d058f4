// What the guide knows about an offer, and what it does not: one description that both the card and the saved text show.
// null is "unknown", never "no".

import { httpsUrl, shortAddress } from "./links.js";

const REFERRAL = {
  none: "Du behøver ingen henvisning",
  gp: "Du skal have en henvisning fra din egen læge",
  hospital: "Du skal have en henvisning fra hospitalet",
};

/**
 * An offer in words. `municipality` is the offer's own, null for a national one or when unknown.
 * Returns {rows: [{label, text, kind}], unknown: [text], ask: {text, phone, url}, source}; kind is text, phone, mail or web.
 */
export function describeOffer(offer, municipality) {
  const facts = [
    fact("For hvem", audience(offer), "om der er en aldersgrænse"),
    fact("Pris", offer.fees_text ?? yesNo(offer.free, "Gratis", "Det koster noget"), "pris"),
    fact("Anonym", yesNo(offer.anonymous, "Ja, du kan være anonym", "Nej, du kan ikke være anonym"), "om du kan være anonym"),
    fact("Henvisning", REFERRAL[offer.referral] ?? null, "om du skal have en henvisning"),
    fact("Hvornår", offer.schedule_text ?? null, "tid"),
    fact("Hvor", place(offer), "sted"),
    fact("Telefon", offer.phone ?? null, "telefonnummer", "phone"),
    fact("Telefontid", offer.phone_hours !== offer.schedule_text && offer.phone_hours),
    fact("Spørg efter", offer.contact_role),
    fact("E-mail", offer.email, null, "mail"),
    fact("Hjemmeside", httpsUrl(offer.url) && shortAddress(httpsUrl(offer.url)), null, "web"),
    fact("Sådan gør du", offer.application_process),
    fact("Sprog", languages(offer.languages)),
    fact("Adgang", joined(offer.accessibility)),
    fact("Pladser", offer.capacity_text),
    fact("Slutter", offer.valid_to && danishDate(offer.valid_to)),
  ];
  return {
    rows: facts.filter((each) => each.text),
    unknown: facts.filter((each) => !each.text && each.unknown).map((each) => each.unknown),
    ask: whomToAsk(offer, municipality),
    source: sourceLine(offer),
  };
}

const fact = (label, text, unknown = null, kind = "text") => ({ label, text: text || null, unknown, kind });

const yesNo = (value, yes, no) => (value === true ? yes : value === false ? no : null);

const joined = (texts) => (texts?.length ? texts.map((each) => each.description ?? each).join(". ") : null);

function audience(offer) {
  const { minimum_age: from, maximum_age: to } = offer;
  const known = (age) => age !== null && age !== undefined;
  const ages = known(from) && known(to) ? `${from}-${to} år` : known(from) ? `Fra ${from} år` : known(to) ? `Til og med ${to} år` : null;
  const parts = [offer.eligibility_description?.replace(/\.$/, ""), ages].filter(Boolean);
  return parts.join(" · ") || null;
}

function place(offer) {
  const online = yesNo(offer.online, "På nettet", null);
  return [offer.location_name, offer.address, online].filter(Boolean).join(", ") || null;
}

function languages(codes) {
  if (!codes?.length) return null;
  const names = new Intl.DisplayNames("da", { type: "language" });
  return codes.map((code) => names.of(code)).join(", ");
}

// A municipality answers for its own offers; a national offer answers for itself.
function whomToAsk(offer, municipality) {
  if (offer.municipality && municipality?.phone) return { text: `Ring til ${municipality.name} på`, phone: municipality.phone };
  if (offer.phone) return { text: "Ring og spørg på", phone: offer.phone };
  return { text: offer.municipality || !offer.organization ? "Spørg kommunen" : `Spørg ${offer.organization}`, phone: null };
}

/** "Jeg kender ikke pris og tid. Jeg ved heller ikke, om du kan være anonym.", or "" when all is known. */
export function unknownSentence(unknown) {
  const things = unknown.filter((each) => !each.startsWith("om "));
  const questions = unknown.filter((each) => each.startsWith("om "));
  const sentences = [];
  if (things.length) sentences.push(`Jeg kender ikke ${listed(things)}.`);
  if (questions.length) sentences.push(`Jeg ved ${things.length ? "heller " : ""}ikke, ${listed(questions)}.`);
  return sentences.join(" ");
}

/** ["a", "b", "c"] -> "a, b og c". */
const listed = (words) => new Intl.ListFormat("da", { type: "conjunction" }).format(words);

function sourceLine(offer) {
  const { title, date } = offer.source ?? {};
  const source = title ? `Kilde: ${[title, date && danishDate(date)].filter(Boolean).join(", ")}` : "Kilde: ukendt";
  const by = offer.municipality ? " af kommunen" : "";
  return `${source}. ${offer.assured_date ? `Bekræftet ${danishDate(offer.assured_date)}` : `Ikke bekræftet${by}`}.`;
}

/** "2026-11-03" -> "3. november 2026"; a bare year stays a year. */
export function danishDate(date) {
  const day = /^\d{4}-\d{2}-\d{2}/.test(date) ? new Date(`${date.slice(0, 10)}T12:00:00`) : null;
  return day ? new Intl.DateTimeFormat("da-DK", { dateStyle: "long" }).format(day) : String(date);
}

/** A helpline's hours and anonymity in a few words. */
export function describeHelpline({ hours, anonymous }) {
  return [hours || "Åbningstid: ved jeg ikke", yesNo(anonymous, "Du kan være anonym", "De spørger, hvem du er")].filter(Boolean).join(" · ");
}
