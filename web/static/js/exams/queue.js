// Answers that are not yet stored on the server: each waits in the browser under its own key until it is acknowledged.
import { kept } from "./store.js";

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Queue {
  constructor(attempt) {
    this.prefix = `exam:${attempt}:answer:`;
    this.waiting = new Map();
    this.top = 0;
    this.read();
  }

  get size() { return this.waiting.size; }

  get items() { return [...this.waiting.keys()]; }

  entries() { return [...this.waiting.entries()]; }

  has(item) { return this.waiting.has(item); }

  // A new answer: its number is above all that are known, here and on the server.
  put({ item, number, response, flagged }) {
    this.top += 1;
    const answer = { response, flagged, seq: this.top, number };
    this.waiting.set(item, answer);
    kept.set(this.prefix + item, JSON.stringify(answer));
    return answer;
  }

  // Acknowledged (or given up) up to this number; a newer answer to the same item goes on waiting.
  done(item, seq) {
    this.top = Math.max(this.top, seq);
    const answer = this.waiting.get(item);
    if (!answer || answer.seq > seq) return;
    this.waiting.delete(item);
    // Another tab may have put a newer one there.
    if ((parsed(kept.get(this.prefix + item))?.seq ?? 0) <= seq) kept.remove(this.prefix + item);
  }

  // Put what the server holds beside what waits here: only a higher number wins. Gives all answers by item, and the
  // items in which another tab's newer answer replaced a different one from here.
  merge(held) {
    this.read();
    const answers = new Map(), overtaken = [];
    for (const { item, response, flagged, seq } of held) {
      const mine = this.waiting.get(item);
      if (mine && mine.seq <= seq && !same(strip(mine.response), strip(response))) overtaken.push(item);
      this.done(item, seq);
      answers.set(item, { response, flagged });
    }
    for (const [item, answer] of this.waiting) answers.set(item, answer);
    return { answers, overtaken };
  }

  read() {
    this.waiting.clear();
    for (const key of kept.keys(this.prefix)) {
      const answer = parsed(kept.get(key));
      if (!answer) continue;
      this.waiting.set(key.slice(this.prefix.length), answer);
      this.top = Math.max(this.top, answer.seq);
    }
  }
}

// The server fills in what a reply does not use; for comparing only what was answered counts.
const strip = (response) => response.map((reply) => [
  reply.options ?? [], Object.entries(reply.pairs ?? {}).sort(), reply.number ?? "", reply.text ?? "",
]);

function parsed(text) {
  try {
    const answer = JSON.parse(text);
    return Number.isInteger(answer?.seq) && Array.isArray(answer.response) ? answer : null;
  } catch {
    return null;
  }
}
