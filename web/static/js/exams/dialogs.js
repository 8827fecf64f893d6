// Dialogs, messages and comments of the room. A dialog that must be answered cannot be closed by Escape.
import { clock } from "../common/clock.js";
import { kept } from "./store.js";
import { show, word } from "./words.js";

export function open(name, text = "") {
  const dialog = document.getElementById(`dialog-${name}`);
  const place = dialog.querySelector("[data-dialog-text]");
  if (place) place.textContent = text;
  if (!dialog.open) dialog.showModal();
  return dialog;
}

export function close(name) {
  document.getElementById(`dialog-${name}`).close();
}

export function prepareDialogs() {
  for (const dialog of document.querySelectorAll(".exam-dialog")) {
    const button = dialog.querySelector("[data-close]");
    button?.addEventListener("click", () => dialog.close());
    if (!button) dialog.addEventListener("cancel", (event) => event.preventDefault());
    // Chromium lets a second Escape through: what must be answered opens again.
    if (!button) dialog.addEventListener("close", () => { if (dialog.dataset.must) dialog.showModal(); });
  }
}

// Messages of the invigilator: each is shown once, and all stay in the list.
export class Messages {
  constructor(room) {
    this.key = `exam:${room.dataset.attempt}:read`;
    this.box = room.querySelector("[data-messages]");
    this.list = room.querySelector("[data-told]");
    this.known = new Set();
    this.fresh = [];
    document.getElementById("dialog-message").addEventListener("close", () => this.next());
  }

  hear(messages) {
    const read = new Set((kept.get(this.key) ?? "").split(" "));
    for (const { id, text, sent_at: at } of messages) {
      if (this.known.has(id)) continue;
      this.known.add(id);
      this.list.append(line(text, at));
      if (!read.has(id)) this.fresh.push({ id, text });
    }
    show(this.box, this.known.size > 0);
    this.next();
  }

  next() {
    if (!this.fresh.length || document.getElementById("dialog-message").open) return;
    const { id, text } = this.fresh.shift();
    kept.set(this.key, `${kept.get(this.key) ?? ""} ${id}`.trim());
    open("message", text);
  }
}

function line(text, at) {
  const entry = document.createElement("li"), time = document.createElement("time"), said = document.createElement("p");
  time.dateTime = at;
  time.textContent = clock(at);
  said.textContent = text;
  said.className = "pre";
  entry.append(time, said);
  return entry;
}

// The candidate's own comments: sent at once, or not at all and the text stays.
export function prepareComments(room, api, paper) {
  const form = room.querySelector("[data-comment]");
  const [field, said] = [form.querySelector("textarea"), form.querySelector("[data-comment-said]")];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    const item = paper.current?.dataset.item ?? null;
    const { status } = await api.ask("POST", "signals", { kind: "comment", item, text });
    said.textContent = word(status === 204 ? "comment-sent" : "comment-failed");
    if (status === 204) field.value = "";
  });
}
