// The paper: one question at a time, answers read and written, the overview beside it.
import { tab } from "./store.js";
import { isEmpty, move, replyOf, settle, write } from "./kinds.js";
import { show, word } from "./words.js";

export class Paper extends EventTarget {
  constructor(room) {
    super();
    this.place = `exam:${room.dataset.attempt}:place`;
    this.room = room;
    this.box = room.querySelector("#paper");
    this.sheets = [...room.querySelectorAll(".sheet")];
    this.handin = room.querySelector("#handin");
    this.current = null;
    this.box.addEventListener("input", (event) => this.onChange(event));
    this.box.addEventListener("click", (event) => this.onClick(event));
    room.querySelector("[data-previous]").addEventListener("click", () => this.step(-1));
    room.querySelector("[data-next]").addEventListener("click", () => this.step(1));
    room.querySelector(".numbers").addEventListener("click", (event) => {
      const button = event.target.closest("[data-go]");
      if (button) this.go(Number(button.dataset.go));
    });
  }

  get count() { return this.sheets.length; }

  sheetOf(item) { return this.sheets.find((sheet) => sheet.dataset.item === item); }

  numberOf(item) { return Number(this.sheetOf(item)?.dataset.number); }

  asked(sheet) { return [...sheet.querySelectorAll(".asked")]; }

  response(sheet) { return this.asked(sheet).map(replyOf); }

  flagged(sheet) { return sheet.querySelector("[data-flag]").getAttribute("aria-pressed") === "true"; }

  // Put answers on the page: a map of item to {response, flagged}; what is not in it is empty.
  fill(answers) {
    for (const sheet of this.sheets) {
      const { response = [], flagged = false } = answers.get(sheet.dataset.item) ?? {};
      this.asked(sheet).forEach((box, n) => write(box, response[n]));
      this.mark(sheet, flagged);
    }
    this.draw();
  }

  // Show a question (from 1), or the last look after the last one.
  go(number, focus = true) {
    this.current = this.sheets[number - 1] ?? null;
    for (const sheet of this.sheets) show(sheet, sheet === this.current);
    show(this.handin, !this.current);
    show(this.room.querySelector("[data-turn]"), Boolean(this.current));
    if (this.current) tab.set(this.place, String(number));
    const heading = (this.current ?? this.handin).querySelector("h2");
    if (focus) heading.focus({ preventScroll: true });
    if (focus) this.room.scrollIntoView({ block: "start" });
    this.draw();
    this.emit("shown", { sheet: this.current });
  }

  resume() { this.go(Math.min(Math.max(1, Number(tab.get(this.place)) || 1), this.count), false); }

  step(by) {
    const at = this.current ? Number(this.current.dataset.number) : this.count + 1;
    this.go(Math.max(1, Math.min(at + by, this.count + 1)));
  }

  onChange(event) {
    const sheet = event.target.closest(".sheet");
    if (sheet) this.changed(sheet);
  }

  onClick(event) {
    const button = event.target.closest("button");
    const sheet = button?.closest(".sheet");
    if (!sheet) return;
    if (button.matches("[data-flag]")) this.flag(sheet);
    else if (button.matches("[data-clear]")) {
      this.asked(sheet).forEach((box) => write(box, {}));
      this.changed(sheet);
    } else if (button.matches("[data-keep]")) {
      settle(button.closest(".asked"), true);
      this.changed(sheet);
    } else if (button.matches("[data-move]")) {
      const n = move(button);
      if (n) this.changed(sheet);
      if (n) this.emit("say", { text: word("moved", { n, all: button.closest("ol").children.length }) });
    }
  }

  flag(sheet = this.current) {
    if (!sheet) return;
    this.mark(sheet, !this.flagged(sheet));
    this.changed(sheet);
  }

  mark(sheet, flagged) {
    const button = sheet.querySelector("[data-flag]");
    button.setAttribute("aria-pressed", String(flagged));
    button.querySelector("span").textContent = word(flagged ? "unflag" : "flag");
  }

  changed(sheet) {
    this.draw();
    const { item, number } = sheet.dataset;
    this.emit("answer", { sheet, item, number, response: this.response(sheet), flagged: this.flagged(sheet) });
  }

  // Whether all, some or none of a sheet's questions are answered.
  stateOf(sheet) {
    const filled = this.response(sheet).filter((reply) => !isEmpty(reply)).length;
    if (!filled) return "unanswered";
    return filled < this.asked(sheet).length ? "partly" : "answered";
  }

  states() {
    return this.sheets.map((sheet) => ({
      number: Number(sheet.dataset.number), state: this.stateOf(sheet), flagged: this.flagged(sheet),
    }));
  }

  draw() {
    const states = this.states();
    for (const { number, state, flagged } of states) this.drawNumber(number, state, flagged);
    const done = states.filter((each) => each.state === "answered").length;
    const flagged = states.filter((each) => each.flagged).length;
    this.room.querySelector("[data-sum]").textContent = word("sum", { done, all: this.count, flagged });
    const last = this.current === this.sheets.at(-1);
    this.room.querySelector("[data-next] span").textContent = word(last ? "to-overview" : "next");
    this.room.querySelector("[data-previous]").disabled = this.current === this.sheets[0];
  }

  drawNumber(number, state, flagged) {
    const button = this.room.querySelector(`[data-go="${number}"]`);
    button.className = `number-button ${state}${flagged ? " flagged" : ""}`;
    button.querySelector("[data-state]").textContent = `, ${word(state)}${flagged ? `, ${word("flagged")}` : ""}`;
    if (this.current?.dataset.number === String(number)) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
