// Forms in dialogs: the id is made when the form opens, a "no" is said in the form, and what got
// no answer is asked again with the same id.

import { NoAnswer } from "../shared/bus.js";
import { element } from "../shared/dom.js";
import { keepFocus } from "../shared/focus.js";
import { Intent } from "../shared/intent.js";
import { moneyText, readMoney } from "../shared/money.js";
import { refusalText, say } from "../shared/words.js";

/**
 * `fields`: [{name, word or label, type?, options?, value?, required?, currency?, isRight?(text),
 * wrong?}]; `toBody(values)` makes the request; `send(body)` is what sends it where it is no
 * method of the bus.
 * Resolves to the reply, or null where somebody gave up.
 */
export function openForm({
  title, text, method, send, fields, toBody = (values) => values, danger,
}) {
  const giveBack = keepFocus();
  const intent = method ? new Intent(method) : null;
  return new Promise((resolve) => {
    let reply = null;
    const inputs = fields.map(control);
    const problem = element("p", { class: "notice hold", role: "alert", hidden: true });
    const submit = element("button", { type: "submit", class: danger ? "hold" : "go" },
      say("shared.confirm"));
    const form = element("form", { novalidate: true },
      element("h2", { id: "form-title" }, title), text ? element("p", {}, text) : null,
      ...inputs.map(({ label }) => label), problem,
      element("div", { class: "row end" },
        element("button", { type: "button", class: "plain", onclick: () => dialog.close() },
          say("shared.cancel")), submit));
    const dialog = element("dialog", { "aria-labelledby": "form-title" }, form);
    const tell = (words) => {
      problem.hidden = false;
      problem.textContent = words;
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (submit.getAttribute("aria-busy") === "true") return;
      const values = read(inputs, tell);
      if (!values) return;
      submit.setAttribute("aria-busy", "true");
      problem.hidden = true;
      try {
        const body = toBody(values);
        reply = await (send ? send(body) : intent.send(body));
        dialog.close();
      } catch (error) {
        const isOpen = error instanceof NoAnswer;
        tell(isOpen ? say("shared.unknown") : refusalText(error));
        submit.textContent = say(isOpen ? "shared.askAgain" : "shared.confirm");
      } finally {
        submit.removeAttribute("aria-busy");
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      giveBack();
      resolve(reply);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function control(field) {
  const common = { name: field.name, required: field.required ?? true, autocomplete: "off" };
  const input = field.options
    ? element("select", common, ...field.options.map(([value, words]) =>
      element("option", { value }, words)))
    : element("input", { ...common, type: field.type === "money" ? "text" : field.type ?? "text" });
  if (field.value !== undefined) input.value = field.value;
  return { field, input, label: element("label", {}, field.label ?? say(field.word), input) };
}

/** The values by name, or null after saying what is wrong. */
function read(inputs, tell) {
  const values = {};
  for (const { field, input } of inputs) {
    const text = input.type === "password" ? input.value : input.value.trim();
    const isMissing = text === "" && (field.required ?? true);
    const amount = field.type === "money" && text !== "" ? readMoney(text, field.currency) : null;
    const isUnread = text !== "" && field.isRight && !field.isRight(text);
    const isWrong = isMissing || isUnread
      || (field.type === "money" && text !== "" && amount === null);
    input.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) {
      tell(isMissing ? say("shared.required") : isUnread ? say(field.wrong)
        : say("shared.notAnAmount", { example: moneyText(12550, field.currency) }));
      input.focus();
      return null;
    }
    if (text !== "") values[field.name] = amount ?? (field.type === "number" ? Number(text) : text);
  }
  return values;
}

/** What the bank shows once: a secret, with whom it belongs to. */
export function showSecret(title, secret) {
  return new Promise((resolve) => {
    const dialog = element("dialog", { class: "step", "aria-labelledby": "secret-title" },
      element("h2", { id: "secret-title" }, title),
      element("p", { class: "secret" }, secret),
      element("p", { class: "notice wait" }, say("manager.secretOnce")),
      element("div", { class: "row end" }, element("button", {
        type: "button", class: "go", onclick: () => dialog.close(),
      }, say("manager.secretKept"))));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
