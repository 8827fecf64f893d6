// The sentences of the exam's pages: they stand in the template, so that they can be translated.
const sentences = document.getElementById("words")?.content;

export function word(key, values = {}) {
  const text = sentences?.querySelector(`[data-word="${key}"]`)?.textContent ?? "";
  return fill(text, values);
}

export const fill = (text, values) =>
  Object.entries(values).reduce((known, [name, value]) => known.replaceAll(`{${name}}`, value), text);

export const counted = (key, n, values = {}) => word(`${key}-${n === 1 ? "one" : "many"}`, { n, ...values });

// 754000 ms is 12:34, an hour more 1:12:34; what has begun counts as a whole second.
export function clockTime(ms) {
  const all = Math.max(0, Math.ceil(ms / 1000));
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

export function show(element, visible = true) {
  if (element) element.hidden = !visible;
}
