// Small improvements only: every page works without this file.
import { follow, mayTravel } from "./uploads.js";

// After a refused form the summary takes the focus, so that it is read out and the keyboard starts there.
document.querySelector("[data-focus]")?.focus();

// On a phone the menu is wider than the screen: the page one is on stays in sight.
document.querySelector(".menu.primary [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A second press of the same button sends nothing; a page that comes back from the cache is fresh again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && !form.hasAttribute("data-again")) form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

// Forms that upload show a bar. This comes after the guard above, so that a second press is not sent here either.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const box = form.querySelector(".upload-progress");
  if (event.defaultPrevented || !form.hasAttribute("data-upload") || !box) return;
  event.preventDefault();
  if (mayTravel(form)) follow(form, box);
});
