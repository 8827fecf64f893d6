// Pauses, breaks and the end: what stands in place of the paper, and the button for a break.
import { clockTime, counted, show, word } from "./words.js";

export class Still {
  constructor(room, { api, clock, poll, saver, paper, ending }) {
    Object.assign(this, { room, api, clock, poll, saver, paper, ending });
    this.panels = [...room.querySelectorAll("[data-still]")];
    this.running = room.querySelector("[data-running]");
    this.handIn = room.querySelector("[data-hand-in]");
    this.shown = "";
    room.querySelector("[data-break-start]").addEventListener("click", () => this.start());
    room.querySelector("[data-break-end]").addEventListener("click", () => this.end());
    clock.addEventListener("tick", () => this.beat());
  }

  draw({ state, paused_until: until, breaks_left: left, break_minutes: minutes }) {
    const paused = state === "paused" && (until ? "break" : "pause");
    if (state === "ended" || state === "voided") this.panel("over");
    else this.panel(paused || "");
    const button = this.room.querySelector("[data-break]");
    show(button, left > 0);
    const text = button.querySelector("[data-break-text]");
    if (left > 0) text.textContent = counted("break", left, { minutes });
  }

  over() { this.panel("over"); }

  panel(name) {
    if (this.shown === name) return;
    this.shown = name;
    show(this.running, !name);
    show(this.handIn, !name);
    for (const panel of this.panels) show(panel, panel.dataset.still === name);
    const heading = name
      ? this.panels.find((each) => each.dataset.still === name).querySelector("h2")
      : (this.paper.current ?? this.paper.handin).querySelector("h2");
    if (!this.room.hidden) heading.focus();
  }

  beat() {
    if (this.shown !== "break") return;
    const left = this.clock.breakLeft;
    this.room.querySelector("[data-break-left]").textContent = clockTime(left ?? 0);
    if (left !== null && left <= 0) {
      this.panel("");
      this.poll.now();
    }
  }

  // What was typed just before is stored first: nothing can be saved while the clock stands still.
  async start() {
    const button = this.room.querySelector("[data-break-start]");
    button.disabled = true;
    await this.saver.flush({ urgent: true });
    const { status, data } = await this.api.ask("POST", "break");
    button.disabled = false;
    if (status === 200) return;
    const why = data?.detail ?? word("retrying");
    this.room.querySelector("[data-notice-text]").textContent = word("break-failed", { why });
    show(this.room.querySelector("[data-notice]"));
  }

  async end() {
    const { status } = await this.api.ask("POST", "resume");
    if (status !== 200) this.poll.now();
  }
}
