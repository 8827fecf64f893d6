// Single keys for those who like them; they can be turned off for good, since they get in the way of speech input.
import { kept } from "./store.js";

const PLACE = "exam-keys";
const typing = (target) => target.closest("select, textarea, input:not([type=radio], [type=checkbox]), dialog");
const off = () => kept.get(PLACE) === "off";

export function prepareKeys(room, { paper, face }) {
  const button = room.querySelector("[data-keys]");
  const label = () => { button.textContent = off() ? button.dataset.off : button.dataset.on; };
  label();
  button.addEventListener("click", () => {
    kept.set(PLACE, off() ? "on" : "off");
    label();
  });
  const actions = {
    n: () => paper.step(1), p: () => paper.step(-1), f: () => paper.flag(), t: () => face.say(),
    o: () => (room.querySelector(".number-button[aria-current]") ?? room.querySelector(".number-button")).focus(),
  };
  document.addEventListener("keydown", (event) => {
    const busy = off() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target);
    if (busy || room.querySelector("[data-running]").hidden || document.querySelector("dialog[open]")) return;
    const action = actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });
}
