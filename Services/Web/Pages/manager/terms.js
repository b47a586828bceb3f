// A service's terms as a form has them, and back: only what was changed is sent.

import { language, say, serviceName } from "../shared/words.js";

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const rules = ["arrival", "priority", "ratio", "longestWait", "appointments"];

/** "Monday", in the language in use; the fifth of January 1970 was one. */
function weekdayName(place) {
  return new Intl.DateTimeFormat(language(), { weekday: "long", timeZone: "UTC" })
    .format((4 + place) * 86_400_000);
}

function spansText(spans) {
  return (spans ?? []).join(", ");
}

function spansOf(text) {
  return (text ?? "").split(",").map((one) => one.trim().replaceAll("–", "-")).filter(Boolean);
}

/** Whether a text is spans such as "09:00-13:30, 16:00-18:00". Pure. */
export function areSpans(text) {
  return spansOf(text).every((one) => /^\d\d:\d\d-\d\d:\d\d$/.test(one));
}

/** The hours that are by date, as text: "2026-12-25: ; 2026-12-24: 09:00-12:00". Pure. */
export function datesText(hours) {
  return Object.entries(hours ?? {}).filter(([day]) => !weekdays.includes(day)).sort()
    .map(([day, spans]) => `${day}: ${spansText(spans)}`.trim()).join("; ");
}

/** The same as hours, or null where it is not to be read. Pure. */
export function datesOf(text) {
  const hours = {};
  for (const part of (text ?? "").split(";").map((one) => one.trim()).filter(Boolean)) {
    const found = /^(\d{4}-\d\d-\d\d)\s*:\s*(.*)$/.exec(part);
    if (!found || !areSpans(found[2])) return null;
    hours[found[1]] = spansOf(found[2]);
  }
  return hours;
}

/** The fields of a form with what a service has now. */
export function fieldsOf(service, all) {
  const may = all.filter((one) => one.service !== service.service);
  const { policy, booking, hours } = service;
  const number = (name, word, value) => (
    { name, word, value: value ?? "", type: "number", required: false });
  return [
    { name: "parent", word: "manager.parent", required: false, value: service.parent ?? "",
      options: [["", say("manager.noParent")],
        ...may.map((one) => [one.service, serviceName(one)])] },
    ...weekdays.map((day, place) => ({
      name: day, label: weekdayName(place), required: false, value: spansText(hours?.[day]),
      isRight: areSpans, wrong: "manager.badHours" })),
    { name: "dates", word: "manager.dates", required: false, value: datesText(hours),
      isRight: (text) => datesOf(text) !== null, wrong: "manager.badDates" },
    { name: "rule", word: "manager.rule", value: policy?.rule ?? "priority",
      options: rules.map((rule) => [rule, say(`counter.rule.${rule}`)]) },
    number("ratio", "manager.ratio", policy?.every),
    number("capacity", "manager.capacity", service.capacity),
    number("batch", "manager.batch", service.batch),
    number("every", "manager.every", booking?.every),
    number("places", "manager.places", booking?.places),
  ];
}

/** What to send: the fields that differ from what the service has. Pure. */
export function changes(service, values) {
  const body = {};
  const put = (name, value, before) => {
    if (JSON.stringify(value) !== JSON.stringify(before)) body[name] = value;
  };
  put("parent", values.parent ?? "", service.parent ?? "");
  put("capacity", values.capacity ?? 0, service.capacity ?? 0);
  if (values.batch !== undefined) put("batch", values.batch, service.batch);
  put("hours", sorted(hoursOf(values)), sorted(service.hours ?? {}));
  const before = service.policy ?? { rule: "priority" };
  const policy = { ...before, rule: values.rule };
  if (values.rule === "ratio" && values.ratio) policy.every = values.ratio;
  put("policy", policy, before);
  const booked = service.booking ?? { every: 0, places: 1 };
  put("booking", {
    ...booked, every: values.every ?? 0, places: values.places ?? booked.places }, booked);
  return body;
}

function hoursOf(values) {
  const week = weekdays.filter((day) => values[day]).map((day) => [day, spansOf(values[day])]);
  return { ...Object.fromEntries(week), ...datesOf(values.dates) };
}

function sorted(hours) {
  return Object.fromEntries(Object.entries(hours).filter(([day, spans]) =>
    spans.length > 0 || !weekdays.includes(day)).sort());
}
