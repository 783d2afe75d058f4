// The citizen page: the chat, the municipality in the header, and the menu.

import { Chat } from "./chat.js";
import { GuideClient, GuideError } from "./client.js";
import { el } from "./dom.js";
import { webLink } from "./links.js";

const byId = (id) => document.getElementById(id);
const helplines = document.querySelector(".helplines");

const client = new GuideClient(new URL("..", import.meta.url), location.pathname.split("/").filter(Boolean).at(-1), showMunicipality);
const chat = new Chat(client, byId("chat"), (node) =>
  scrollBy({ top: node.getBoundingClientRect().top - helplines.offsetHeight - 16 }),
);

byId("tools").append(chat.tools(["Udskriv", () => print()]));
byId("choose").addEventListener("change", (event) => {
  chat.changeMunicipality(event.target.value);
  // The address follows, so that a reload or a bookmark keeps the choice.
  history.replaceState(null, "", event.target.value);
});
byId("menu-toggle").addEventListener("click", () => menuIsOpen(byId("menu-toggle").getAttribute("aria-expanded") === "false"));
// Before the button acts, so that a dialog gives the focus back to something that is still shown.
byId("menu").addEventListener("click", (event) => event.target.closest(".tools button") && closeMenu(), true);
byId("menu").addEventListener("keydown", (event) => event.key === "Escape" && closeMenu());

client.load().catch((error) => {
  // The chat tries again with the first message and says what is wrong then.
  if (!(error instanceof GuideError)) throw error;
});

/** The menu folds on a narrow screen only; the style sheet shows it always on a wide one. */
function menuIsOpen(open) {
  byId("menu-toggle").setAttribute("aria-expanded", String(open));
  byId("menu").classList.toggle("open", open);
}

function closeMenu() {
  menuIsOpen(false);
  byId("menu-toggle").focus();
}

function showMunicipality(municipality) {
  byId("municipality").textContent = municipality.name;
  document.title = `Sundhedsguiden – ${municipality.name}`;
  byId("fictional").hidden = !municipality.fictional;
  byId("choose").replaceChildren(
    ...client.municipalities.map(({ code, name }) => el("option", { value: code, selected: code === municipality.code }, name)),
  );
  const link = municipality.url && webLink(municipality.url);
  byId("municipality-link").hidden = !link;
  byId("municipality-link").replaceChildren(link || "");
}
