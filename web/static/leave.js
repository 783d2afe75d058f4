// Leaving quickly: the button, or Esc pressed twice. The page goes blank at once, and no "back" leads here again.

const TWICE_MS = 1500;

/** `forget` clears what the page holds. It is also called when the page is left in any other way. */
export function onLeaving(forget) {
  const link = document.getElementById("leave");
  let last = -Infinity;

  function leave() {
    forget();
    document.title = "\u00a0";
    document.body.replaceChildren();
    location.replace(link.href);
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener(
    "keydown",
    (event) => {
      if (event.repeat) return;
      const now = event.key === "Escape" ? performance.now() : -Infinity;
      if (now - last < TWICE_MS) leave();
      last = now;
    },
    true,
  );
  addEventListener("pagehide", forget);
  // A page that the browser kept as it was, for its "back" button, begins anew.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
