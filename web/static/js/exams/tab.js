// Which tab this is: the id outlives a reload, but a duplicated tab, which starts with a copy of it, gets its own.
import { tab } from "./store.js";

const TIMEOUT = 250;
const fresh = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `tab-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
};

export const keyOf = (attempt) => `exam:${attempt}:tab`;

export function newClient(attempt) {
  const id = fresh();
  tab.set(keyOf(attempt), id);
  return id;
}

// The tab's id, and from now on an answer to younger tabs that claim the same one.
export async function clientOf(attempt) {
  const known = tab.get(keyOf(attempt));
  if (!("BroadcastChannel" in window)) return known ?? newClient(attempt);
  const channel = new BroadcastChannel(`exam:${attempt}`);
  const id = known && !(await taken(channel, known)) ? known : newClient(attempt);
  channel.onmessage = ({ data }) => {
    if (data.asks === id) channel.postMessage({ taken: id });
  };
  return id;
}

function taken(channel, id) {
  return new Promise((settle) => {
    const timer = setTimeout(() => settle(false), TIMEOUT);
    channel.onmessage = ({ data }) => {
      if (data.taken !== id) return;
      clearTimeout(timer);
      settle(true);
    };
    channel.postMessage({ asks: id });
  });
}
