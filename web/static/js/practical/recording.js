// Sends a recording in parts; goes on by itself after a lost connection, and after a reload with the same file.
const PART = 4 * 1024 * 1024;
const SLOWEST = 30_000;

class Upload {
  constructor(form, file) {
    Object.assign(this, { form, file, paused: false, tries: 0 });
    this.words = form.querySelector("[data-words]").dataset;
    this.bar = form.querySelector(".recording-bar");
    this.status = form.querySelector("[data-status]");
  }

  async run() {
    this.bar.hidden = false;
    const begun = await this.insist(() => this.begin());
    const { id } = begun;
    let { received } = begun;
    while (received < this.file.size) {
      await this.untilGoingOn();
      this.tell(received);
      received = await this.part(id, received);
    }
    this.handIn(id);
  }

  // A recording of the same file that was begun before is found again: `received` is where it goes on.
  begin() {
    return this.ask(`/applications/${this.form.dataset.case}/recordings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ filename: this.file.name, size: this.file.size }),
    });
  }

  // A form of its own, so that the page it leads to is opened.
  handIn(id) {
    this.status.textContent = this.words.handing;
    const hand = document.createElement("form");
    Object.assign(hand, { method: "post", action: `/recordings/${id}/send`, hidden: true });
    hand.append(this.form.querySelector("input[name=csrftoken]").cloneNode());
    document.body.append(hand);
    hand.submit();
  }

  async part(id, offset) {
    const body = this.file.slice(offset, offset + PART);
    const headers = { "content-type": "application/octet-stream", "upload-offset": String(offset) };
    try {
      return (await this.insist(() => this.ask(`/recordings/${id}`, { method: "PATCH", headers, body }))).received;
    } catch (problem) {
      if (problem.code !== "WrongOffset") throw problem;
      return (await this.insist(() => this.ask(`/recordings/${id}`, { method: "GET" }))).received;
    }
  }

  // What the server refuses is final; what does not arrive is tried again, slower and slower.
  async insist(work) {
    for (;;) {
      try {
        const answer = await work();
        this.tries = 0;
        return answer;
      } catch (problem) {
        if (problem.final) throw problem;
        await this.pauseBeforeRetry();
      }
    }
  }

  async pauseBeforeRetry() {
    const wait = Math.min(SLOWEST, 1000 * 2 ** this.tries++) * (1 + Math.random() / 3);
    this.status.textContent = `${this.words.waiting} ${Math.ceil(wait / 1000)} s`;
    const waited = new Promise((go) => setTimeout(go, wait));
    const online = new Promise((go) => window.addEventListener("online", go, { once: true }));
    await Promise.race([waited, online]);
  }

  async ask(url, options) {
    const headers = { accept: "application/json", "x-csrftoken": this.form.dataset.token, ...options.headers };
    const answer = await fetch(url, { ...options, headers });
    if (answer.ok) return answer.json();
    const told = await answer.json().catch(() => ({}));
    const final = answer.status < 500 && answer.status !== 429;
    throw Object.assign(new Error(told.detail ?? ""), { code: told.code, final });
  }

  tell(received) {
    const percent = Math.floor((100 * received) / this.file.size);
    this.bar.querySelector("progress").value = percent;
    this.status.textContent = `${this.words.sending} ${percent} %`;
  }

  async untilGoingOn() {
    if (!this.paused) return;
    this.status.textContent = this.words.paused;
    await new Promise((go) => { this.goOn = go; });
  }

  toggle(button) {
    this.paused = !this.paused;
    button.textContent = this.paused ? this.words.resume : this.words.pause;
    if (!this.paused) this.goOn?.();
  }
}

const form = document.querySelector("[data-recording]");
form?.addEventListener("submit", async (event) => {
  const file = form.querySelector("input[type=file]").files[0];
  if (!file) return;
  event.preventDefault();
  const problem = form.querySelector("[data-problem]");
  const button = form.querySelector("button[type=submit]");
  problem.hidden = true;
  button.disabled = true;
  const upload = new Upload(form, file);
  form.querySelector("[data-pause]").onclick = (click) => upload.toggle(click.target);
  try {
    if (file.size > Number(form.dataset.most)) throw new Error(upload.words.large);
    await upload.run();
  } catch (refused) {
    problem.textContent = refused.message;
    problem.hidden = false;
    upload.bar.hidden = true;
    button.disabled = false;
    delete form.dataset.sent;
  }
});
