// Asks how things stand: every 20 to 30 s, later when saves bring the same news, sooner in a pause.
const USUAL = 20000, SPREAD = 10000, PAUSED = 4000, RELIEF = 15000;

export class Poll extends EventTarget {
  constructor(api, client) {
    super();
    this.api = api;
    this.path = `state?client=${client}`;
    this.hurry = false;
    this.relieved = false;
  }

  // True when an answer came.
  async now() {
    clearTimeout(this.timer);
    const sent = performance.now();
    const { status, data } = await this.api.ask("GET", this.path);
    if (status === 200) this.dispatchEvent(new CustomEvent("heard", { detail: { ...data, sent } }));
    this.relieved = false;
    this.plan();
    return status === 200;
  }

  // A save went through and has said the same; messages still have to be fetched, so once only.
  later() {
    if (this.relieved || this.hurry) return;
    this.relieved = true;
    this.plan(RELIEF);
  }

  plan(more = 0) {
    clearTimeout(this.timer);
    const wait = this.hurry ? PAUSED + Math.random() * 1000 : USUAL + Math.random() * SPREAD + more;
    this.timer = setTimeout(() => this.now(), wait);
  }
}
