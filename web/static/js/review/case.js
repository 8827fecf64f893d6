// Small improvements of the case page; it works without them.
const RENEW_AFTER = 5 * 60 * 1000;
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

// j and k walk through the findings, d shows the next document.
function walk(step) {
  const all = [...document.querySelectorAll(".finding")].filter((each) => each.checkVisibility());
  const at = all.indexOf(document.activeElement.closest(".finding"));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  next?.focus();
}

function nextDocument() {
  const tabs = [...document.querySelectorAll("#viewer .paper-tabs a")];
  const at = tabs.findIndex((each) => each.hasAttribute("aria-current"));
  if (tabs.length > 1) tabs[(at + 1) % tabs.length].click();
}

// Single letters get in the way of those who speak to their computer: the keys can be turned off for good.
const keysOff = () => localStorage.getItem("keys") === "off";
const keysButton = document.querySelector("[data-keys]");
function labelKeys() {
  keysButton.hidden = false;
  keysButton.textContent = keysOff() ? keysButton.dataset.off : keysButton.dataset.on;
}
if (keysButton) {
  labelKeys();
  keysButton.addEventListener("click", () => {
    localStorage.setItem("keys", keysOff() ? "on" : "off");
    labelKeys();
  });
}

document.addEventListener("keydown", (event) => {
  if (keysOff() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const action = { j: () => walk(1), k: () => walk(-1), d: nextDocument }[event.key];
  if (action) { event.preventDefault(); action(); }
});

// After a document was changed by a link that names a page, show that page; a chosen tab keeps the focus.
let wanted = null;
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-show]");
  if (link) wanted = { page: link.dataset.page, tab: link.closest(".paper-tabs") !== null };
});
document.addEventListener("htmx:afterSwap", () => {
  if (!wanted) return;
  const viewer = document.getElementById("viewer");
  const page = wanted.page && document.getElementById(`page-${wanted.page}`);
  if (wanted.tab) viewer.querySelector("[aria-current]")?.focus({ preventScroll: true });
  else if (getComputedStyle(viewer).position !== "sticky") viewer.scrollIntoView();
  const sheets = viewer.querySelector(".sheets");
  if (page && sheets) sheets.scrollTop = page.offsetTop - sheets.offsetTop;
  wanted = null;
});

// The claim is renewed every five minutes, but only while somebody really works.
let worked = false;
for (const sign of ["pointermove", "keydown", "scroll"]) {
  document.addEventListener(sign, () => { worked = true; }, { passive: true });
}
setInterval(() => {
  const form = document.getElementById("claim-renew");
  if (form && worked) window.htmx?.trigger(form, "renew");
  worked = false;
}, RENEW_AFTER);

// What is typed into the decision survives a closed or reloaded page, in this tab only.
const decision = document.querySelector("form[data-keep]");
const place = (form) => `decision:${form.dataset.keep}`;
if (decision) {
  const kept = JSON.parse(sessionStorage.getItem(place(decision)) || "{}");
  for (const name of ["text", "note"]) {
    if (!decision.elements[name].value && kept[name]) decision.elements[name].value = kept[name];
  }
  decision.addEventListener("input", () => {
    const typed = { text: decision.elements.text.value, note: decision.elements.note.value };
    sessionStorage.setItem(place(decision), JSON.stringify(typed));
  });
} else {
  // The case is no longer open here: the text has gone where it should.
  const closed = document.querySelector("[data-closed]");
  if (closed) sessionStorage.removeItem(`decision:${closed.dataset.closed}`);
}
