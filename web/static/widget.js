// The widget a municipality embeds with one tag:
//
//   <script type="module" src="https://guide.example/static/widget.js" data-municipality="ballerup"></script>
//
// It must be type="module". The tag is found by its address (document.currentScript is null in a module), so the address
// must be the one the file is served from, without a redirect. The guide must allow the host's origin (CORS, also for
// /static), and the host's own CSP, if it has one, must allow the guide in script-src, style-src, connect-src and img-src.
// Nothing but this file, its style sheets and its icon is fetched until somebody opens the panel.

import { el, newId } from "./dom.js";
import { phoneLink } from "./links.js";

const here = (file) => new URL(file, import.meta.url).href;
const tag = [...document.querySelectorAll("script[src]")].find((script) => script.src === import.meta.url);
const narrow = matchMedia("(max-width: 30em), (max-height: 26em)");

const host = el("sundheds-guide", { hidden: true, lang: "da" });
const shadow = host.attachShadow({ mode: "open" });
const styles = ["chat.css", "widget.css"].map((file) => el("link", { rel: "stylesheet", href: here(file) }));
const title = newId("widget");
const launcher = el(
  "button",
  { type: "button", class: "launcher", "aria-expanded": "false", onclick: () => (panel.open ? panel.close() : open()) },
  el("img", { src: here("mark.svg"), alt: "", width: 32, height: 32 }),
  "Spørg Sundhedsguiden",
);
const place = el("p", { class: "place" }, "Du taler med en chatbot");
const body = el("div", { class: "guide" });
const panel = el(
  "dialog",
  { class: "panel", "aria-labelledby": title, onclose: closed },
  el(
    "header",
    {},
    el("img", { src: here("mark.svg"), alt: "", width: 40, height: 40 }),
    el("div", {}, el("h2", { id: title, tabindex: -1 }, "Sundhedsguiden"), place),
    el("details", { class: "menu" }, el("summary", {}, "Menu")),
    el("button", { type: "button", class: "close", onclick: () => panel.close() }, "Luk"),
  ),
  el(
    "p",
    { class: "helplines" },
    ["Akut hjælp: ring ", phoneLink("112"), " ", el("span", { class: "dot", "aria-hidden": "true" }, "·"), " "],
    el("span", { class: "second" }, "Livslinien ", phoneLink("70 201 201")),
  ),
  body,
);
const menu = panel.querySelector(".menu");
let chat = null;

const styled = styles.map((link) => new Promise((done) => { link.onload = link.onerror = done; }));
shadow.append(...styles, panel, launcher);
document.body.append(host);
// Unstyled it would lie at the foot of the host's page for a moment.
Promise.all(styled).then(() => { host.hidden = false; });

for (const type of ["keydown", "keypress", "keyup"]) panel.addEventListener(type, keys);
// Before the button acts, so that a dialog gives the focus back to something that is still shown.
menu.addEventListener("click", (event) => event.target.closest("button") && closeMenu(), true);

/** Escape closes what is innermost. No key reaches the host's shortcuts: to them the focus is on no field. */
function keys(event) {
  event.stopPropagation();
  if (event.type !== "keydown" || event.key !== "Escape" || shadow.querySelector(".confirm")) return;
  event.preventDefault();
  if (menu.open) closeMenu();
  else panel.close();
}

function closeMenu() {
  menu.open = false;
  menu.querySelector("summary").focus();
}

async function open() {
  // Where the panel covers the page, what is behind it must not take the focus.
  if (narrow.matches) panel.showModal();
  else panel.show();
  launcher.setAttribute("aria-expanded", "true");
  shadow.getElementById(title).focus();
  chat ??= await build();
  if (panel.open && !matchMedia("(pointer: coarse)").matches) chat.composer.focus();
}

function closed() {
  launcher.setAttribute("aria-expanded", "false");
  launcher.focus();
}

async function build() {
  const [{ Chat }, { GuideClient }] = await Promise.all([import("./chat.js"), import("./client.js")]);
  const client = new GuideClient(new URL("..", import.meta.url), tag?.dataset.municipality, showMunicipality);
  // A failure here is told with the first message, which tries again.
  client.load().catch(() => {});
  const built = new Chat(client, body, (node, log) =>
    log.scrollBy({ top: node.getBoundingClientRect().top - log.getBoundingClientRect().top - 8 }),
  );
  menu.append(built.tools());
  menu.lastElementChild.append(link("Privatliv", "privatliv"), link("Tilgængelighed", "tilgaengelighed"));
  return built;
}

const link = (text, path) =>
  el("li", {}, el("a", { href: new URL(`../${path}`, import.meta.url).href, target: "_blank", rel: "noopener" }, text));

function showMunicipality({ name, fictional }) {
  place.textContent = fictional ? `Chatbot · ${name} (opdigtet)` : `Chatbot · ${name}`;
}
