// The start: this tab gets its id before the clock runs, so that the room knows it again.
import { tab } from "./store.js";
import { keyOf, newClient } from "./tab.js";
import { show } from "./words.js";

const form = document.getElementById("start");
if (form) {
  const { attempt } = form.dataset;
  form.elements.client.value = tab.get(keyOf(attempt)) ?? newClient(attempt);
  show(form);
}
