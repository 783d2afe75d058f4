// Building nodes: the only way anything reaches the page. No HTML strings, so no text can become markup.

let ids = 0;

/** A document-unique id, for aria-labelledby and the like. */
export const newId = (prefix) => `sg-${prefix}-${++ids}`;

/** An element. Props that begin with "on" are listeners, null and false are left out; children may be null. */
export function el(tag, props = {}, ...children) {
  const node = /^(svg|rect|line)$/.test(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** A paragraph, or nothing when there is nothing to say. */
export const line = (name, text) => (text ? el("p", { class: name }, text) : null);
