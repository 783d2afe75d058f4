// A question before something is lost.

import { el, newId } from "./dom.js";

/** Asks in a modal dialog inside `root`. Resolves to true or false; focus goes back to where it was. */
export function confirm(root, { title, text, yes }) {
  const [heading, body] = [newId("title"), newId("text")];
  const dialog = el(
    "dialog",
    { class: "confirm", "aria-labelledby": heading, "aria-describedby": body },
    el("h2", { id: heading }, title),
    el("p", { id: body }, text),
    el(
      "div",
      { class: "choices" },
      el("button", { type: "button", autofocus: true, onclick: () => dialog.close() }, "Fortryd"),
      el("button", { type: "button", class: "primary", onclick: () => dialog.close("yes") }, yes),
    ),
  );
  root.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
