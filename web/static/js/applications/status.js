// While the status page follows a case: when the session has ended, the answer is another page, so go there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const cameFrom = new URL(event.detail.xhr.responseURL || window.location.href).pathname;
  if (event.detail.target.id !== "status" || cameFrom.endsWith("/progress")) return;
  event.detail.shouldSwap = false;
  window.location.reload();
});
