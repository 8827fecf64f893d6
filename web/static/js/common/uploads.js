// Uploads with a bar: what the form says while bytes travel, when they are refused, and when they are lost.

// What stands beside an upload that failed: one sentence, and a button that sends the same file again.
export function fail(form, sentence, again) {
  const box = form.querySelector("[data-failed]");
  const bar = form.querySelector(".upload-progress");
  if (bar) bar.hidden = true;
  delete form.dataset.sent;
  const words = box.querySelector("[data-lost]");
  words.textContent = sentence || words.dataset.odd;
  box.querySelector("[data-retry]").hidden = !again;
  box.hidden = false;
}

export const lost = (form) => fail(form, form.querySelector("[data-lost]").dataset.lost, true);

// Before each try the old complaints go; what is plainly too large need not travel.
export function mayTravel(form) {
  const file = form.querySelector("input[type=file]")?.files[0];
  const tooLarge = Boolean(file) && file.size > Number(form.dataset.most);
  const note = form.querySelector("[data-too-large]");
  if (note) note.hidden = !tooLarge;
  form.querySelector("[data-failed]").hidden = true;
  if (tooLarge) {
    form.querySelector(".field .error-text")?.remove();
    delete form.dataset.sent;
  }
  return !tooLarge;
}

// Uploads: XHR instead of a plain post, because only XHR reports how far it has come.
export function follow(form, box) {
  const [note, bar] = [box.querySelector("[role=status]"), box.querySelector("progress")];
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    note.textContent = bar.value < 100 ? `${note.dataset.text} ${Math.round(bar.value)} %` : note.dataset.after;
  };
  request.onload = () => arrive(request, form);
  request.onerror = () => lost(form);
  box.hidden = false;
  request.send(new FormData(form));
}

export const pageOf = (request) => new DOMParser().parseFromString(request.responseText, "text/html");

// The answer's page in place of this one; false when the answer is no page of ours.
export function showInstead(answer) {
  const main = answer.querySelector("main");
  if (!main) return false;
  document.querySelector("main").replaceWith(main);
  document.title = answer.title;
  (document.querySelector("[data-focus]") ?? main).focus();
  window.scrollTo(0, 0);
  return true;
}

// The answer of a redirect is the page it led to; a refusal or a direct answer is shown in place.
function arrive(request, form) {
  if (request.status < 400 && request.responseURL !== form.action) {
    window.location.assign(request.responseURL);
    return;
  }
  const answer = pageOf(request);
  const sentence = answer.querySelector("[data-message]")?.textContent;
  if (request.status === 429 || request.status >= 500) fail(form, sentence, true);
  else if (!showInstead(answer)) fail(form, sentence, false);
}
