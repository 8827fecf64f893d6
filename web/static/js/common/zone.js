// Offers the browser's time zone to somebody who has not chosen one; without this file the account page does.
const offer = document.querySelector("[data-zone-offer]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (offer && zone && !["UTC", "Etc/UTC"].includes(zone)) {
  const button = offer.querySelector("[data-zone]");
  button.value = zone;
  button.textContent = zone.replaceAll("_", " ");
  offer.hidden = false;
}
