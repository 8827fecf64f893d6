// The raters' sheet: saves the draft 2 s after a change, and takes times from the player.
import { clock } from "../common/clock.js";

const sheet = document.querySelector("[data-rating]");
const player = document.querySelector("[data-player]");
const saved = document.querySelector("[data-saved]");
let timer = 0;

async function keep() {
  const body = new FormData(sheet);
  body.set("do", "save");
  try {
    const answer = await fetch(sheet.action, { method: "POST", body, redirect: "manual" });
    const fine = answer.type === "opaqueredirect" || answer.ok;
    saved.textContent = fine ? `${saved.dataset.words} ${clock(Date.now())}` : saved.dataset.failed;
  } catch {
    saved.textContent = saved.dataset.failed;
    timer = setTimeout(keep, 10_000);
  }
}

sheet?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(keep, 2000);
});
sheet?.addEventListener("submit", () => clearTimeout(timer));

for (const button of player ? document.querySelectorAll("[data-now]") : []) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const at = Math.floor(player.currentTime);
    const input = document.getElementById(button.dataset.now);
    input.value = `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
