// The server's clock: the browser's own is compared with it once and then never used. Time here is in ms.
import { clockTime, counted, show, word } from "./words.js";

const CALLS = [10, 5, 1];
const FLUSHES = [10000, 2000];
const SKEW = 5;
const STALE = 60000;

export class Clock extends EventTarget {
  constructor() {
    super();
    this.offset = null;
    this.standing = null;
    this.last = Infinity;
    this.lastBeat = { page: performance.now(), wall: Date.now() };
    this.skewSaid = false;
  }

  // The server wrote its time about half way between sending and getting; a quick answer is worth more than a slow one.
  heard({ standing, sent, got }) {
    const trip = got - sent;
    const offset = Date.parse(standing.server_now) + trip / 2 - got;
    const known = this.sample;
    const off = known ? Math.abs(offset - known.offset) : Infinity;
    if (!known || trip <= known.trip * 1.5 || got - known.at > STALE || off > (trip + known.trip) / 2 + 50) {
      this.sample = { offset, trip, at: got };
      this.offset = offset;
      this.compare();
    }
    this.standing = {
      state: standing.state,
      deadline: Date.parse(standing.deadline_at),
      until: standing.paused_until ? Date.parse(standing.paused_until) : null,
      frozen: Date.parse(standing.deadline_at) - Date.parse(standing.server_now),
    };
  }

  get now() { return performance.now() + this.offset; }

  get paused() {
    return this.standing.state === "paused" && (this.standing.until === null || this.now < this.standing.until);
  }

  // What is left; in a pause it stands still, and a break ends by itself.
  get left() {
    const { state, frozen, deadline, until } = this.standing;
    if (state !== "paused") return deadline - this.now;
    return this.paused ? frozen : frozen - (this.now - until);
  }

  get breakLeft() { return this.standing.until === null ? null : this.standing.until - this.now; }

  start() {
    setInterval(() => this.beat(), 250);
  }

  beat() {
    const page = performance.now(), wall = Date.now();
    // Asleep: some browsers stop their own counting, so ask the server before believing it again.
    const jumped = Math.abs(wall - this.lastBeat.wall - (page - this.lastBeat.page)) > 2000;
    this.lastBeat = { page, wall };
    if (jumped || document.visibilityState === "visible" && this.hiddenBefore) this.emit("doubt");
    if (jumped) this.sample = null;
    this.hiddenBefore = document.visibilityState !== "visible";
    const { left } = this;
    this.emit("tick", { left });
    if (!this.paused) this.cross(left);
  }

  cross(left) {
    for (const at of FLUSHES) if (this.last > at && left <= at && left > 0) this.emit("soon", { at });
    const crossed = (ms) => this.last > ms && left <= ms && left > ms - 20000;
    const minutes = CALLS.filter((each) => crossed(each * 60000));
    if (minutes.length && this.last < Infinity) this.emit("call", { minutes: Math.min(...minutes) });
    if (left <= 0) this.emit("up");
    this.last = left;
  }

  compare() {
    const skew = (Date.now() - (performance.now() + this.offset)) / 1000;
    if (Math.abs(skew) > SKEW && !this.skewSaid) {
      this.skewSaid = true;
      this.emit("skew", { seconds: Math.round(skew * 10) / 10 });
    }
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

// The clock as it is shown: it can be hidden, and says 10, 5 and 1 minutes in any case.
export class ClockFace {
  constructor(room, clock) {
    this.clock = clock;
    const find = (name) => room.querySelector(`[data-${name}]`);
    [this.face, this.button, this.call, this.urgent] = ["clock", "clock-hide", "call", "call-urgent"].map(find);
    this.box = this.face.closest(".room-clock");
    this.button.addEventListener("click", () => this.hide(this.button.getAttribute("aria-pressed") !== "true"));
    clock.addEventListener("tick", () => this.draw());
    clock.addEventListener("call", ({ detail }) => this.announce(detail.minutes));
  }

  draw() {
    const { clock } = this;
    this.box.classList.toggle("standing", clock.paused);
    this.box.classList.toggle("short", !clock.paused && clock.left < 60000);
    const hidden = this.button.getAttribute("aria-pressed") === "true";
    const text = hidden ? word("time-hidden") : clockTime(clock.left);
    if (this.face.textContent !== text) this.face.textContent = text;
  }

  hide(hidden) {
    this.button.setAttribute("aria-pressed", String(hidden));
    this.button.textContent = word(hidden ? "show-time" : "hide-time");
    this.draw();
  }

  announce(minutes) {
    const box = minutes === 1 ? this.urgent : this.call;
    box.textContent = counted("left", minutes);
    show(box);
    setTimeout(() => { box.textContent = ""; }, 15000);
  }

  say() {
    const key = this.clock.paused ? "standing" : "left";
    this.call.textContent = "";
    setTimeout(() => { this.call.textContent = word(key, { time: clockTime(this.clock.left) }); }, 50);
    setTimeout(() => { this.call.textContent = ""; }, 6000);
  }
}
