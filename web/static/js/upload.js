// Uploads within the list of papers: sent as soon as a file is chosen, with a bar; without this file a button does it.
"use strict";

const chosen = (form) => form.querySelector("input[type=file]").files[0];

// What is plainly too large need not travel: the same sentence as the server's, at once.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest?.("form[data-paper]");
  if (!form) return;
  const file = chosen(form);
  const tooLarge = Boolean(file) && file.size > Number(form.dataset.most);
  form.querySelector("[data-too-large]").hidden = !tooLarge;
  if (!tooLarge) return;
  form.querySelector(".field .error-text")?.remove();
  event.preventDefault();
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest?.("form[data-paper]");
  if (!form || !event.detail.lengthComputable || !chosen(form)) return;
  const box = form.querySelector(".upload-progress");
  const [note, bar] = [box.querySelector("[role=status]"), box.querySelector("progress")];
  box.hidden = false;
  bar.value = (100 * event.detail.loaded) / event.detail.total;
  note.textContent = bar.value < 100 ? `${note.dataset.text} ${Math.round(bar.value)} %` : note.dataset.after;
});

// A refused file (422) is the list again with the reason; any other error, or the sign-in page, is a page of its own.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "papers") return;
  if (event.detail.xhr.status < 400 && !event.detail.xhr.responseURL.includes("/documents")) window.location.reload();
  else if (event.detail.xhr.status === 422) Object.assign(event.detail, { shouldSwap: true, isError: false });
  else if (event.detail.xhr.status >= 400) window.location.reload();
});

// A broken connection: the bar goes, the form can be sent again.
document.addEventListener("htmx:sendError", (event) => {
  const box = event.target.closest?.("form[data-paper]")?.querySelector(".upload-progress");
  if (box) box.hidden = true;
});

// After the swap the keyboard goes on where it was: at the error, or at the paper that changed.
let last = "";
document.addEventListener("htmx:beforeSend", (event) => {
  last = event.target.closest?.(".paper")?.id ?? last;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "papers" && event.target.id !== "papers") return;
  (document.querySelector("#papers [data-focus]") ?? document.getElementById(last))?.focus();
});
document.documentElement.classList.add("sends-itself");
