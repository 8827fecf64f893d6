// Small improvements only: every page works without this file.
"use strict";

// After a refused form the summary takes the focus, so that it is read out and the keyboard starts there.
document.querySelector("[data-focus]")?.focus();

// A second press of the same button sends nothing; a page that comes back from the cache is fresh again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && !form.hasAttribute("data-again")) form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});

// Uploads: XHR instead of a plain post, because only XHR reports how far it has come.
function follow(form, box) {
  const [note, bar] = [box.querySelector("[role=status]"), box.querySelector("progress")];
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    note.textContent = bar.value < 100 ? `${note.dataset.text} ${Math.round(bar.value)} %` : note.dataset.after;
  };
  request.onload = () => arrive(request, form.action);
  request.onerror = () => { delete form.dataset.sent; form.removeAttribute("data-upload"); form.submit(); };
  box.hidden = false;
  request.send(new FormData(form));
}

// The answer of a redirect is the page it led to; a refusal or a direct answer is shown in place.
function arrive(request, asked) {
  if (request.status < 400 && request.responseURL !== asked) { window.location.assign(request.responseURL); return; }
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  document.querySelector("main").replaceWith(answer.querySelector("main"));
  document.title = answer.title;
  (document.querySelector("[data-focus]") ?? document.querySelector("main")).focus();
  window.scrollTo(0, 0);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const box = form.querySelector(".upload-progress");
  if (event.defaultPrevented || !form.hasAttribute("data-upload") || !box) return;
  event.preventDefault();
  follow(form, box);
});
