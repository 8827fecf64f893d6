// The kinds of questions: how each is read from the page and written back. A reply that is empty is no answer.
const all = (box, selector) => [...box.querySelectorAll(selector)];

const choice = {
  read: (box) => ({ options: all(box, "input:checked").map((input) => input.value) }),
  write: (box, reply) => {
    for (const input of all(box, "input")) input.checked = (reply.options ?? []).includes(input.value);
  },
};

const typed = (name) => ({
  read: (box) => ({ [name]: box.querySelector("input").value }),
  write: (box, reply) => { box.querySelector("input").value = reply[name] ?? ""; },
});

const matching = {
  read: (box) => ({
    pairs: Object.fromEntries(
      all(box, "select").filter((each) => each.value).map((each) => [each.dataset.key, each.value]),
    ),
  }),
  write: (box, reply) => {
    for (const select of all(box, "select")) select.value = reply.pairs?.[select.dataset.key] ?? "";
  },
};

// An order counts as an answer once something was moved or the order was confirmed.
const ordering = {
  read: (box) => ({ options: box.dataset.given ? all(box, "li").map((line) => line.dataset.key) : [] }),
  write: (box, reply) => {
    const list = box.querySelector(".order");
    box.dataset.first ??= all(box, "li").map((line) => line.dataset.key).join(" ");
    const given = reply.options?.length ? reply.options : box.dataset.first.split(" ");
    for (const key of given) {
      const line = all(box, "li").find((each) => each.dataset.key === key);
      if (line) list.append(line);
    }
    settle(box, Boolean(reply.options?.length));
  },
};

const KINDS = {
  single: choice,
  multiple: choice,
  true_false: choice,
  numeric: typed("number"),
  short_text: typed("text"),
  ordering,
  matching,
};

export const replyOf = (box) => KINDS[box.dataset.kind].read(box);
export const write = (box, reply) => KINDS[box.dataset.kind].write(box, reply ?? {});

export const isEmpty = (reply) =>
  !(reply.options?.length || Object.keys(reply.pairs ?? {}).length || reply.number?.trim() || reply.text?.trim());

// Whether an order is an answer; the ends of the list have nowhere to go.
export function settle(box, given) {
  if (given) box.dataset.given = "yes";
  else delete box.dataset.given;
  box.querySelector("[data-keep]").setAttribute("aria-pressed", String(given));
  const lines = all(box, "li");
  for (const button of all(box, "[data-move]")) {
    const end = button.dataset.move === "-1" ? lines[0] : lines.at(-1);
    button.setAttribute("aria-disabled", String(button.closest("li") === end));
  }
}

// Move a line by one place; gives its new place from 1, or 0 when it is at the end already.
export function move(button) {
  const [line, box] = [button.closest("li"), button.closest(".asked")];
  const other = button.dataset.move === "-1" ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return 0;
  if (button.dataset.move === "-1") other.before(line);
  else other.after(line);
  settle(box, true);
  button.focus();
  return all(box, "li").indexOf(line) + 1;
}
