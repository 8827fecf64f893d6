// After the end: answers that still wait in this browser are sent once more, and the page says what did not arrive.
import { Api } from "./api.js";
import { lostKey } from "./ending.js";
import { Queue } from "./queue.js";
import { kept, tab } from "./store.js";
import { keyOf, newClient } from "./tab.js";
import { fill, show } from "./words.js";

const PAUSE = 2000;
// These say nothing about the answer: it is sent again.
const AGAIN = ["SignInNeeded", "ForeignForm", "Superseded", "Paused"];
const box = document.getElementById("leftover");

class Leftover {
  constructor() {
    const { attempt } = box.dataset;
    this.key = lostKey(attempt);
    this.api = new Api(box);
    this.queue = new Queue(attempt);
    this.client = tab.get(keyOf(attempt)) ?? newClient(attempt);
    this.lost = new Set((kept.get(this.key) ?? "").split(" ").filter(Boolean).map(Number));
  }

  async go() {
    this.tell();
    if (!this.queue.size) return;
    const { status, data } = await this.api.ask("POST", "lease", { client: this.client });
    if (status === 200) {
      this.queue.merge(data.answers);
      for (const [item, answer] of this.queue.entries()) await this.send(item, answer);
    }
    this.tell();
    if (this.queue.size) setTimeout(() => this.go(), PAUSE);
  }

  async send(item, { response, flagged, seq, number }) {
    const body = { item, response, flagged, seq, client: this.client };
    const { status, data } = await this.api.ask("PUT", "answers", body);
    if (status === 0 || status >= 500 || status === 429 || AGAIN.includes(data?.code)) return;
    if (status !== 200) this.lost.add(Number(number));
    this.queue.done(item, seq);
  }

  // What still waits for the network has not arrived either.
  tell() {
    const waiting = this.queue.entries().map(([, answer]) => Number(answer.number));
    const numbers = [...new Set([...this.lost, ...waiting])].filter(Boolean).sort((one, other) => one - other);
    if (this.lost.size) kept.set(this.key, [...this.lost].join(" "));
    const words = box.querySelector("[data-one]");
    const sentence = numbers.length === 1 ? words.dataset.one : words.dataset.many;
    words.textContent = fill(sentence, { list: numbers.join(", ") });
    show(box, numbers.length > 0);
  }
}

if (box) new Leftover().go();

// When the session has ended, the answer to the page's question is another page: go there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const cameFrom = new URL(event.detail.xhr.responseURL || window.location.href).pathname;
  if (event.detail.target.id !== "outcome" || cameFrom.endsWith("/outcome")) return;
  event.detail.shouldSwap = false;
  window.location.reload();
});
