// The check of device and connection: everything that the room will need is tried here.
import { fill, show } from "./words.js";

const TRIES = 10, SLOW = 800, NARROW = 320, SKEW = 5, TIMEOUT = 5000;
const box = document.getElementById("check");

function browser() {
  const { AbortController, BroadcastChannel, HTMLDialogElement, crypto } = window;
  return { good: [AbortController, BroadcastChannel, HTMLDialogElement, crypto?.getRandomValues].every(Boolean) };
}

function storage() {
  try {
    for (const place of [localStorage, sessionStorage]) {
      place.setItem("exam-check", "yes");
      if (place.getItem("exam-check") !== "yes") return { good: false };
      place.removeItem("exam-check");
    }
    return { good: true };
  } catch {
    return { good: false };
  }
}

const screenSize = () => ({ good: window.innerWidth >= NARROW });

// One way there and back in ms, and by how many seconds the browser's clock differs; null when it was lost.
async function ping() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  const sent = performance.now();
  try {
    const answer = await fetch("/health/live", { cache: "no-store", signal: stop.signal });
    if (!answer.ok) return null;
    const trip = performance.now() - sent;
    // The header counts whole seconds, so on average half a second has passed since.
    const server = Date.parse(answer.headers.get("date")) + 500;
    return { trip, off: (Date.now() - trip / 2 - server) / 1000 };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function connection() {
  const pings = [];
  for (let n = 0; n < TRIES; n += 1) pings.push(await ping());
  const there = pings.filter(Boolean).sort((one, other) => one.trip - other.trip);
  const lost = TRIES - there.length, middle = there[Math.floor(there.length / 2)];
  const trip = Math.max(1, Math.round(middle?.trip ?? TIMEOUT)), off = Math.abs(there[0]?.off ?? 0);
  return {
    connection: { good: lost === 0 && trip < SLOW, values: { trip, lost, tries: TRIES } },
    clock: { good: off <= SKEW, values: { off: Math.max(1, Math.round(off)) } },
  };
}

function tell(key, { good, values = {} }) {
  const line = box.querySelector(`[data-check="${key}"]`), tag = line.querySelector("[data-tag]");
  line.querySelector("[data-said]").textContent = fill(good ? line.dataset.good : line.dataset.bad, values);
  tag.textContent = good ? tag.dataset.good : tag.dataset.bad;
  tag.className = `tag ${good ? "good" : "warn"}`;
  return good;
}

async function run() {
  const button = box.querySelector("[data-again]"), verdict = box.querySelector("[data-verdict]");
  button.disabled = true;
  const here = [tell("browser", browser()), tell("storage", storage()), tell("screen", screenSize())];
  const found = await connection();
  tell("clock", found.clock);
  const good = [...here, tell("connection", found.connection)].every(Boolean);
  verdict.textContent = box.querySelector(good ? "[data-all]" : "[data-some]").content.textContent;
  verdict.className = `exam-verdict ${good ? "good" : "warn"}`;
  button.disabled = false;
}

if (box) {
  show(box);
  box.querySelector("[data-again]").addEventListener("click", run);
  run();
}
