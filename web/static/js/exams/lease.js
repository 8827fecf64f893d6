// The lease: this tab asks to be the one that saves, is told when another took over, and can take the exam back.
import { close, open } from "./dialogs.js";
import { counted, show, word } from "./words.js";
import { jitter } from "./saver.js";

const FIRST = 1000, LONGEST = 15000;
const pause = (ms) => new Promise((settle) => { setTimeout(settle, ms); });

export class Lease {
  constructor(api, client, room) {
    Object.assign(this, { api, client, room });
    this.mine = false;
    document.querySelector("[data-take-back]").addEventListener("click", () => this.takeBack());
  }

  // Until it works: without the stored answers there is nothing to show.
  async take() {
    for (let wait = FIRST; !(await this.once()); wait = Math.min(LONGEST, wait * 2)) {
      document.querySelector("#opening span").textContent = word("connecting");
      await pause(wait * jitter());
    }
  }

  async once() {
    const { status, data } = await this.api.ask("POST", "lease", { client: this.client });
    if (status === 409 || status === 404) window.location.reload();
    if (status !== 200) return false;
    const { paper, queue, saver, watch } = this.room;
    const { answers, overtaken } = queue.merge(data.answers);
    watch.knows(data.answers.map((each) => each.item));
    paper.fill(answers);
    this.mine = true;
    this.takenAt = performance.now();
    if (saver.barred) saver.bar(false);
    this.notice(overtaken.map((item) => paper.numberOf(item)).filter(Boolean));
    return true;
  }

  // `sent` is when the question left to which this is the answer: what was asked before taking the exam back is old.
  lose(sent) {
    if (!this.mine || sent < this.takenAt || this.room.ending.begun) return;
    this.mine = false;
    const { handin, queue, saver } = this.room;
    saver.bar(true);
    handin.cancel();
    const n = queue.size;
    const dialog = open("taken", n ? counted("kept", n) : word("kept-none"));
    dialog.dataset.must = "yes";
  }

  async takeBack() {
    const said = document.querySelector("[data-take-said]");
    said.textContent = "";
    if (!(await this.once())) {
      said.textContent = word("take-failed");
      return;
    }
    this.release();
    this.room.poll.now();
  }

  // It no longer matters who holds it.
  release() {
    delete document.getElementById("dialog-taken").dataset.must;
    close("taken");
  }

  notice(numbers) {
    const box = document.querySelector("[data-notice]");
    show(box, numbers.length > 0);
    if (!numbers.length) return;
    box.querySelector("[data-notice-text]").textContent = word("overtaken", { list: numbers.join(", ") });
  }
}
