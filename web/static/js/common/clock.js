// Times that scripts write: in the language and the time zone of the page, which need not be the browser's.
export function clock(at) {
  const { lang, dataset: { timeZone } } = document.documentElement;
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone, timeZoneName: "short" };
  return new Date(at).toLocaleTimeString(lang, shape);
}
