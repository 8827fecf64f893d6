// The room: puts clock, paper, queue and saver together, and decides what is shown.
import { Api } from "./api.js";
import { Clock, ClockFace } from "./clock.js";
import { close, Messages, open, prepareComments, prepareDialogs } from "./dialogs.js";
import { Ending } from "./ending.js";
import { HandIn } from "./handin.js";
import { prepareKeys } from "./keys.js";
import { Lease } from "./lease.js";
import { Paper } from "./paper.js";
import { Poll } from "./poll.js";
import { Queue } from "./queue.js";
import { Saver } from "./saver.js";
import { Status } from "./status.js";
import { Still } from "./still.js";
import { clientOf } from "./tab.js";
import { Watch } from "./watch.js";
import { show } from "./words.js";

const element = document.getElementById("room");
const opening = document.getElementById("opening");

class Room {
  constructor(client) {
    this.api = new Api(element);
    this.queue = new Queue(element.dataset.attempt);
    this.paper = new Paper(element);
    this.clock = new Clock();
    this.saver = new Saver(this.api, this.queue, client);
    this.poll = new Poll(this.api, client);
    this.lease = new Lease(this.api, client, this);
    this.watch = new Watch(this.api, this.paper);
    this.ending = new Ending(element, this);
    this.still = new Still(element, this);
    this.status = new Status(element, this);
    this.face = new ClockFace(element, this.clock);
    this.messages = new Messages(element);
    this.handin = new HandIn(element, this);
    this.watch.running = () => this.clock.standing?.state === "in_progress" && !this.ending.begun;
    this.connect();
  }

  connect() {
    const { api, clock, paper, saver } = this;
    api.addEventListener("standing", ({ detail }) => this.stand(detail));
    api.addEventListener("superseded", ({ detail }) => this.lease.lose(detail.sent));
    api.addEventListener("signed-out", () => open("signed-out"));
    paper.addEventListener("answer", ({ detail }) => {
      this.queue.put(detail);
      saver.changed();
    });
    saver.addEventListener("moved-on", () => this.poll.now());
    saver.addEventListener("closed", () => this.poll.now());
    saver.addEventListener("stored", () => this.poll.later());
    clock.addEventListener("soon", () => { saver.flush({ urgent: true }); this.poll.now(); });
    clock.addEventListener("doubt", () => this.poll.now());
    clock.addEventListener("up", () => this.up());
    clock.addEventListener("skew", ({ detail }) => this.watch.report({ kind: "clock_skew", seconds: detail.seconds }));
    this.poll.addEventListener("heard", ({ detail }) => this.hear(detail));
    document.addEventListener("visibilitychange", () => { if (document.hidden) saver.flush({ leaving: true }); });
    window.addEventListener("pagehide", () => saver.flush({ leaving: true }));
    window.addEventListener("online", () => { saver.flush(); this.poll.now(); });
    window.addEventListener("beforeunload", (event) => {
      if (this.queue.size && !this.ending.leaving) event.preventDefault();
    });
    document.querySelector("[data-signed-in]").addEventListener("click", () => this.signedIn());
  }

  async open() {
    show(opening);
    await this.lease.take();
    prepareDialogs();
    prepareKeys(element, this);
    prepareComments(element, this.api, this.paper);
    show(opening, false);
    show(element);
    this.paper.resume();
    this.clock.start();
    this.poll.now();
    this.saver.flush();
  }

  // The server's word: the clock, and what is to be seen.
  stand(heard) {
    this.clock.heard(heard);
    const { state } = heard.standing;
    this.poll.hurry = state === "paused";
    if (state === "ended" || state === "voided") this.end();
    else if (this.ending.begun) this.ending.undo();
    this.still.draw(heard.standing);
    this.status.draw();
    if (state === "in_progress" && this.before === "paused") this.saver.flush();
    this.before = state;
  }

  hear({ mine, messages, sent }) {
    if (!mine) this.lease.lose(sent);
    this.messages.hear(messages);
  }

  // By this page's reckoning time is up; the server may have given more, so it is asked first.
  async up() {
    if (this.ending.begun || this.asking) return;
    this.asking = true;
    this.still.over();
    this.saver.flush({ urgent: true });
    const heard = await this.poll.now();
    this.asking = false;
    if (!heard || this.clock.left <= 0) this.end();
  }

  end() {
    this.lease.release();
    this.ending.begin();
  }

  async signedIn() {
    if (!(await this.api.renew())) return;
    close("signed-out");
    this.saver.flush();
    this.poll.now();
  }
}

if (element) clientOf(element.dataset.attempt).then((client) => new Room(client).open());
