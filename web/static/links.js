// Telephone, mail and web links, and plain text with the numbers in it made tappable.

import { el } from "./dom.js";

// Only forms that are surely telephone numbers: years, ages and prices must stay plain text.
const IN_TEXT = /\b(?:112|1813|116 ?\d{3}|\d{2}(?: \d{2}){3}|\d{2} \d{3} \d{3})\b|https:\/\/[^\s<>()"]*[^\s<>()".,;:!?]/g;

/** "70 201 201" as a tel: link. Danish numbers of eight digits get +45, short numbers stay as they are. */
export function phoneLink(number, className = null) {
  const digits = number.replace(/[^\d+]/g, "");
  const href = `tel:${digits.length === 8 ? `+45${digits}` : digits}`;
  return el("a", { href, class: className }, number);
}

/** A mailto: link, or the bare text when it is no address. */
export const mailLink = (address) =>
  /^[^\s@?&]+@[^\s@?&]+$/.test(address) ? el("a", { href: `mailto:${address}` }, address) : document.createTextNode(address);

/** The address as a URL when it is https, else null: nothing else is ever made a link. */
export function httpsUrl(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" ? url : null;
  } catch {
    return null;
  }
}

/** A web address in clear, so that it can be read on paper; null unless https. */
export function webLink(address) {
  const url = httpsUrl(address);
  if (!url) return null;
  return el("a", { href: url.href, target: "_blank", rel: "noreferrer noopener" }, shortAddress(url));
}

/** "https://www.example.dk/" -> "www.example.dk". */
export const shortAddress = (url) => decodeURI(url.href).replace(/^https:\/\//, "").replace(/\/$/, "");

/** Text as nodes, with telephone numbers and https addresses as links. */
export function withLinks(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(IN_TEXT)) {
    nodes.push(text.slice(end, match.index), match[0].startsWith("https") ? webLink(match[0]) ?? match[0] : phoneLink(match[0]));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)];
}
