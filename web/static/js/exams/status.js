// Whether everything is stored: a line always, a banner after the first failure, a dialog after a minute.
import { open } from "./dialogs.js";
import { counted, show, word } from "./words.js";

const ALARM = 60000;

export class Status {
  constructor(room, { saver, queue, paper, clock, ending }) {
    Object.assign(this, { saver, queue, paper, clock, ending });
    this.line = room.querySelector("[data-saved]");
    this.text = room.querySelector("[data-saved-text]");
    this.banner = room.querySelector("[data-unsaved]");
    this.refusals = new Map();
    this.alarmed = false;
    for (const news of ["change", "stored", "closed"]) saver.addEventListener(news, () => this.draw());
    saver.addEventListener("refused", ({ detail }) => this.refusals.set(detail.item, detail.why));
    clock.addEventListener("tick", () => this.watch());
    this.draw();
  }

  draw() {
    const n = this.queue.size, failing = n > 0 && this.saver.failures > 0;
    const text = n ? counted("unsaved", n) : word("saved");
    if (this.text.textContent !== text) this.text.textContent = text;
    this.line.className = `room-saved${n ? " waiting" : ""}${failing ? " failing" : ""}`;
    // After the end there is nothing to keep answering: what stands in place of the paper says what is missing.
    show(this.banner, failing && !this.ending.begun);
    if (!failing) this.alarmed = false;
    const why = this.reason();
    const place = this.banner.querySelector("[data-unsaved-text]");
    this.banner.querySelector("[data-unsaved-count]").textContent = text;
    if (failing && place.textContent !== why) place.textContent = why;
    if (!failing) place.textContent = "";
  }

  reason() {
    for (const [item, why] of this.refusals) {
      if (this.queue.has(item)) return word("refused", { n: this.paper.numberOf(item), why });
    }
    return word(this.paused ? "retrying-paused" : "retrying");
  }

  // Nothing can be stored then, and nothing is wrong.
  get paused() { return Boolean(this.clock.standing && this.clock.paused); }

  watch() {
    const since = this.saver.failingSince;
    const long = since !== null && performance.now() - since > ALARM;
    const calm = this.paused || this.ending.begun || this.saver.barred || !this.queue.size;
    if (!long || this.alarmed || calm || document.querySelector("dialog[open]")) return;
    this.alarmed = true;
    open("unsaved", counted("unsaved", this.queue.size));
  }
}
