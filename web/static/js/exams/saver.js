// Saves what waits in the queue: two seconds after a change, again and again until it is stored; it never stops early.
const SOON = 2000, FIRST_RETRY = 1000, LONGEST_RETRY = 30000, ABREAST = 4;

export class Saver extends EventTarget {
  constructor(api, queue, client) {
    super();
    Object.assign(this, { api, queue, client });
    this.travelling = new Map();
    this.failures = 0;
    this.failingSince = null;
    this.longest = LONGEST_RETRY;
    this.barred = false;
    this.timer = 0;
    this.timerAt = Infinity;
    this.closed = new Set();
  }

  changed() {
    this.wake(SOON);
    this.emit("change");
  }

  // Not saving any more (another tab has the exam), or again.
  bar(barred) {
    this.barred = barred;
    if (!barred) {
      this.failures = 0;
      this.flush();
    }
  }

  // Send all that waits; `urgent` sends everything at once, also what is travelling already.
  async flush({ urgent = false, leaving = false } = {}) {
    this.sleep();
    if (this.barred) return;
    const due = this.queue.entries().filter(([item, { seq }]) => urgent || this.travelling.get(item) !== seq);
    const width = urgent ? due.length : ABREAST;
    let failed = false;
    for (let at = 0; at < due.length && !(failed && !urgent); at += width) {
      const sent = due.slice(at, at + width).map(([item, answer]) => this.send(item, answer, leaving));
      failed = (await Promise.all(sent)).includes(false) || failed;
    }
    // What waited may have been stored by another tab, or by this page before it was loaded again.
    if (due.length || !this.queue.size) this.settle(failed);
  }

  async send(item, answer, leaving) {
    this.travelling.set(item, answer.seq);
    const body = { item, response: answer.response, flagged: answer.flagged, seq: answer.seq, client: this.client };
    const { status, data } = await this.api.ask("PUT", "answers", body, { leaving });
    if (this.travelling.get(item) === answer.seq) this.travelling.delete(item);
    if (status === 200) return this.stored(item, data);
    const code = data?.code ?? "";
    if (status === 409 && code === "AttemptClosed") return this.tooLate(item, answer.seq);
    if (status === 409) this.emit("moved-on");
    const final = [400, 403, 404, 422].includes(status) && code !== "ForeignForm";
    if (final) this.emit("refused", { item, why: data.detail });
    return false;
  }

  stored(item, { saved_seq: seq }) {
    this.queue.done(item, seq);
    this.emit("stored");
    return true;
  }

  // The server has it as evidence, but it does not count.
  tooLate(item, seq) {
    this.closed.add(item);
    this.queue.done(item, seq);
    this.emit("closed");
    return true;
  }

  settle(failed) {
    this.failures = failed ? this.failures + 1 : 0;
    this.failingSince = failed ? this.failingSince ?? performance.now() : null;
    if (failed) this.wake(Math.min(this.longest, FIRST_RETRY * 2 ** Math.min(this.failures - 1, 5)) * jitter());
    else if (this.queue.size) this.wake(SOON);
    this.emit("change");
  }

  wake(wait) {
    const at = performance.now() + wait;
    if (at >= this.timerAt) return;
    this.sleep();
    this.timerAt = at;
    this.timer = setTimeout(() => this.flush(), wait);
  }

  sleep() {
    clearTimeout(this.timer);
    this.timerAt = Infinity;
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

export const jitter = () => 1 + Math.random() / 3;
