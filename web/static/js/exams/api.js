// Talks to the server: one way out for all requests of the room, which notes when the network is away and the time.
const TIMEOUT = 8000;
const PLAIN_HTTP = { 401: "signed-out", 423: "superseded" };

export class Api extends EventTarget {
  constructor(room) {
    super();
    this.base = `/exams/${room.dataset.attempt}`;
    this.token = room.dataset.csrf;
    this.awaySince = null;
  }

  // The answer's status (0 when none came that can be trusted) and its data.
  async ask(method, path, body, { again = true, ...options } = {}) {
    const sent = performance.now();
    const answer = await this.travel(method, path, body, options);
    this.note(answer.status === 0 || answer.status >= 500, answer.status);
    if (answer.data?.server_now) this.emit("standing", { standing: answer.data, sent, got: performance.now() });
    if (answer.data?.code === "ForeignForm" && again) {
      if (await this.renew()) return this.ask(method, path, body, { ...options, again: false });
      this.emit("signed-out");
    }
    if (answer.status in PLAIN_HTTP) this.emit(PLAIN_HTTP[answer.status], { sent });
    return answer;
  }

  // `leaving` outlives the page; `moving` goes to a form's own route, which leads to a page, not to data.
  async travel(method, path, body, { leaving = false, moving = false }) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), moving ? TIMEOUT * 2 : TIMEOUT);
    const headers = { accept: "application/json", "x-csrftoken": this.token };
    if (body) headers["content-type"] = "application/json";
    try {
      const answer = await fetch(`${this.base}/${path}`, {
        method, headers, body: body && JSON.stringify(body), keepalive: leaving, signal: stop.signal, cache: "no-store",
        redirect: moving ? "manual" : "follow",
      });
      if (answer.type === "opaqueredirect") return { status: 200, data: null };
      if (answer.status === 204) return { status: 204, data: null };
      // A page in between (a hotel's sign-in, a proxy) answers too, but never with our kind of data.
      const known = (answer.headers.get("content-type") ?? "").includes("json");
      return known ? { status: answer.status, data: await answer.json() } : { status: 0, data: null };
    } catch {
      return { status: 0, data: null };
    } finally {
      clearTimeout(timer);
    }
  }

  // Hand in; the page it leads to is opened afterwards.
  submit() { return this.ask("POST", "submit", undefined, { moving: true }); }

  // After signing in again in another tab, this page's token is of the old session: a fresh page has a new one.
  async renew() {
    try {
      const answer = await fetch(this.base, { headers: { accept: "text/html" }, cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("#room, #leftover")?.dataset.csrf;
      this.token = token ?? this.token;
      return Boolean(token);
    } catch {
      return false;
    }
  }

  note(away, status) {
    if (away && this.awaySince === null) this.awaySince = performance.now();
    if (!away && this.awaySince !== null && status) {
      const seconds = (performance.now() - this.awaySince) / 1000;
      this.awaySince = null;
      this.emit("back", { seconds });
    }
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
