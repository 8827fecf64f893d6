// What the page notices and reports: for people to judge, never a reason to end anything. Nothing typed is sent along.
const BLINK = 400, HASTE = 2, OFFLINE_LEAST = 3, MOST_WAITING = 50, AGAIN = 15000;

export class Watch {
  constructor(api, paper) {
    this.api = api;
    this.paper = paper;
    this.waiting = [];
    this.shownAt = new Map();
    this.hurried = new Set();
    this.leftAt = null;
    this.running = () => false;
    paper.addEventListener("shown", ({ detail }) => this.shown(detail.sheet));
    paper.addEventListener("answer", ({ detail }) => this.answered(detail));
    paper.box.addEventListener("paste", (event) => {
      if (event.target.matches("[data-typed]")) this.report({ kind: "paste", item: this.item });
    });
    window.addEventListener("blur", () => this.left());
    window.addEventListener("focus", () => this.back());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.left() : this.back()));
    api.addEventListener("back", ({ detail }) => {
      if (detail.seconds >= OFFLINE_LEAST) this.report({ kind: "offline", seconds: round(detail.seconds) });
      this.send();
    });
  }

  get item() { return this.paper.current?.dataset.item ?? null; }

  shown(sheet) {
    if (sheet && !this.shownAt.has(sheet.dataset.item)) this.shownAt.set(sheet.dataset.item, performance.now());
  }

  // Once an item, and only for its first answer: an answer that was there before this page came is none.
  answered({ item, sheet }) {
    if (this.hurried.has(item) || this.paper.stateOf(sheet) === "unanswered") return;
    this.hurried.add(item);
    const seconds = (performance.now() - (this.shownAt.get(item) ?? 0)) / 1000;
    if (seconds < HASTE) this.report({ kind: "too_fast", item, seconds: round(seconds) });
  }

  // These have answers already.
  knows(items) { for (const item of items) this.hurried.add(item); }

  left() {
    if (this.leftAt !== null || !this.running()) return;
    this.leftAt = performance.now();
    // A moment later, so that leaving for our own next page, or a reload, is not taken for looking elsewhere.
    this.away = setTimeout(() => this.report({ kind: "focus_lost", item: this.item }), BLINK);
  }

  back() {
    if (this.leftAt === null) return;
    const seconds = round((performance.now() - this.leftAt) / 1000);
    this.leftAt = null;
    clearTimeout(this.away);
    if (seconds * 1000 < BLINK) return;
    this.report({ kind: "focus_back", item: this.item, seconds });
  }

  report(signal) {
    this.waiting.push(signal);
    if (this.waiting.length > MOST_WAITING) this.waiting.shift();
    this.send();
  }

  async send() {
    if (this.sending || !this.waiting.length) return;
    this.sending = true;
    const { status } = await this.api.ask("POST", "signals", this.waiting[0], { leaving: true });
    this.sending = false;
    const lost = status === 0 || status === 429 || status >= 500;
    if (!lost) this.waiting.shift();
    if (this.waiting.length) setTimeout(() => this.send(), lost ? AGAIN : 0);
  }
}

const round = (seconds) => Math.round(seconds * 10) / 10;
