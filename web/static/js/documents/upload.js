// Uploads within the list of papers: sent as soon as a file is chosen, with a bar; without this file a button does it.
import { fail, lost, mayTravel, pageOf, showInstead } from "../common/uploads.js";

const chosen = (form) => form.querySelector("input[type=file]").files[0];

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form?.querySelector("[data-failed]") && !mayTravel(form)) event.preventDefault();
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

// A refused file (422) is the list again with the reason; what may pass or needs a smaller file is said beside the
// input; any other refusal, or the sign-in page, is a page of its own.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr, requestConfig } = event.detail;
  if (target.id !== "papers") return;
  if (xhr.status < 400 && !xhr.responseURL.includes("/documents")) window.location.reload();
  else if (xhr.status === 422) Object.assign(event.detail, { shouldSwap: true, isError: false });
  else if (xhr.status >= 400) refused(requestConfig.elt, xhr);
});

function refused(form, xhr) {
  const answer = pageOf(xhr);
  const beside = [409, 413, 429].includes(xhr.status) || xhr.status >= 500;
  if (!beside && showInstead(answer)) return;
  fail(form, answer.querySelector("[data-message]")?.textContent, xhr.status === 429 || xhr.status >= 500);
}

// A broken connection: the bar goes, the reason and a button stand beside the input.
for (const broken of ["htmx:sendError", "htmx:sendAbort", "htmx:timeout"]) {
  document.addEventListener(broken, (event) => {
    const form = event.target.closest?.("form");
    if (form?.querySelector("[data-failed]")) lost(form);
  });
}

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
