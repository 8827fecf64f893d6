// The end: what waits is sent through the grace, and the page says truthfully what did not arrive.
import { kept } from "./store.js";
import { counted, show, word } from "./words.js";

const PAUSE = 1000;

export const lostKey = (attempt) => `exam:${attempt}:lost`;

export class Ending extends EventTarget {
  constructor(room, { saver, queue, paper, clock }) {
    super();
    Object.assign(this, { room, saver, queue, paper, clock });
    this.attempt = room.dataset.attempt;
    this.grace = Number(room.dataset.grace) * 1000;
    this.text = room.querySelector("[data-over-text]");
    this.begun = false;
  }

  get leaving() { return this.left === true; }

  async begin() {
    if (this.begun) return;
    this.begun = true;
    this.saver.longest = PAUSE;
    if (this.saver.barred) this.saver.bar(false);
    this.text.textContent = word(this.queue.size ? "over-storing" : "over-done");
    await this.saver.flush({ urgent: true });
    this.look();
  }

  // The invigilator has given more time after all.
  undo() {
    this.begun = this.left = false;
    clearTimeout(this.timer);
    this.saver.longest = 30000;
    kept.remove(lostKey(this.attempt));
    show(this.room.querySelector("[data-over-on]"), false);
  }

  look() {
    if (!this.begun) return;
    const { size } = this.queue, numbers = this.lost();
    if (!size && !numbers.length) {
      kept.remove(lostKey(this.attempt));
      this.say(word("over-done"));
      this.go();
      return;
    }
    const over = this.clock.left < -this.grace;
    const settled = !size || over;
    if (!settled) this.say(word("over-offline", { n: size, seconds: this.grace / 1000 }));
    else this.tell(numbers, size > 0);
    if (size) this.timer = setTimeout(() => this.look(), PAUSE);
  }

  // Numbers of the questions whose last answer came too late or still waits.
  lost() {
    const items = new Set([...this.saver.closed, ...this.queue.items]);
    return [...items].map((item) => this.paper.numberOf(item)).filter(Boolean).sort((one, other) => one - other);
  }

  tell(numbers, unsure) {
    this.left = true;
    kept.set(lostKey(this.attempt), numbers.join(" "));
    const told = counted("over-lost", numbers.length, { list: numbers.join(", ") });
    this.say(unsure ? `${told} ${word("over-unsure")}` : told);
    show(this.room.querySelector("[data-over-on]"));
  }

  say(text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }

  go() {
    this.left = true;
    window.location.assign(`/exams/${this.attempt}`);
  }
}
