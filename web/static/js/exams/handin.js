// Handing in: the last look, then everything that waits is stored, then the exam is closed. Offline it waits.
import { show, word } from "./words.js";

const PAUSE = 3000;

export class HandIn {
  constructor(room, { api, saver, queue, paper, poll }) {
    Object.assign(this, { api, saver, queue, paper, poll });
    this.box = room.querySelector("#handin");
    this.wait = this.box.querySelector("[data-handin-wait]");
    this.waiting = false;
    this.home = `/exams/${room.dataset.attempt}`;
    room.querySelector("[data-hand-in]").addEventListener("click", () => paper.go(paper.count + 1));
    this.box.querySelector("[data-handin-back]").addEventListener("click", () => this.back());
    this.box.querySelector("[data-handin]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.start();
    });
    paper.addEventListener("shown", ({ detail }) => (detail.sheet ? this.cancel() : this.draw()));
  }

  draw() {
    const states = this.paper.states(), all = states.length;
    const gaps = states.filter((each) => each.state !== "answered" || each.flagged);
    const open = states.filter((each) => each.state !== "answered").length;
    const flagged = states.filter((each) => each.flagged).length;
    const sum = [open ? word("handin-gaps", { open, all }) : word("handin-all", { all })];
    if (flagged) sum.push(word("handin-flagged", { n: flagged }));
    this.box.querySelector("[data-handin-sum]").textContent = sum.join(" ");
    this.box.querySelector("[data-handin-gaps]").replaceChildren(...gaps.map((each) => this.gap(each)));
  }

  gap({ number, state, flagged }) {
    const [line, button] = [document.createElement("li"), document.createElement("button")];
    button.type = "button";
    button.className = "link";
    const words = [word(state), ...(flagged ? [word("flagged")] : [])].join(", ");
    button.textContent = word("handin-gap", { n: number, state: words });
    button.addEventListener("click", () => this.paper.go(number));
    line.append(button);
    return line;
  }

  back() {
    this.paper.go(this.paper.count);
  }

  cancel() {
    this.waiting = false;
    clearTimeout(this.timer);
    this.wait.textContent = "";
    this.box.querySelector("[type=submit]").disabled = false;
  }

  start() {
    this.waiting = true;
    this.again = false;
    this.box.querySelector("[type=submit]").disabled = true;
    this.wait.textContent = word("handin-sending");
    this.go();
  }

  // Only when nothing waits any more: what is sent after handing in would not count. While it waited for the network
  // another device may have gone on with the exam; asking first tells, and then nothing is handed in from here.
  async go() {
    await this.saver.flush({ urgent: true });
    const ready = !this.queue.size && (!this.again || await this.poll.now());
    if (!this.waiting) return;
    const { status, data } = ready ? await this.api.submit() : { status: 0 };
    if (!this.waiting) return;
    if (status === 200) {
      this.waiting = false;
      window.location.assign(this.home);
      return;
    }
    this.again = true;
    this.wait.textContent = data?.detail ?? word("handin-waiting");
    show(this.wait);
    this.timer = setTimeout(() => this.go(), PAUSE);
  }
}
