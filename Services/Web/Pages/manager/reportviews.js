// A report as people read it: the figures in large, then a chart and its table for each hour,
// service, counter and day.

import { chart, gauge } from "../shared/chart.js";
import { element, show } from "../shared/dom.js";
import { countTicks, lengthOf, timeTicks } from "../shared/scale.js";
import { language, say, serviceName } from "../shared/words.js";
import { dayText } from "../shared/zone.js";

/** What the charts can show; the one that was chosen stays while the page does. */
const measures = ["wait", "service", "idle", "ended"];
let chosen = "wait";

/** What became of visits, in the order in which it is stacked. */
const ends = [
  { key: "served", look: "kept" }, { key: "noShow", look: "late" },
  { key: "abandoned", look: "lost" }, { key: "expired", look: "still" }];
const spread = [{ key: "p90", look: "ninety" }, { key: "p50", look: "half" }];
const groups = ["hour", "service", "counter", "day"];
const overTime = ["hour", "day"];

/** All of it. */
export function reportViews(report, services) {
  const [total] = report.lines;
  if (report.lines.length === 1) {
    return element("p", { class: "card muted" }, say("reports.nothing"));
  }
  const names = nameOf(services);
  const choice = element("div", {
    class: "row", role: "group", "aria-label": say("reports.measure") });
  const cards = element("div", { class: "stack" });
  const draw = () => {
    show(choice, measures.map((measure) => element("button", {
      type: "button", class: "plain", "data-key": measure,
      "aria-pressed": String(measure === chosen),
      onclick: () => {
        chosen = measure;
        draw();
      },
    }, say(`reports.measures.${measure}`))));
    show(cards, groups.map((by) => card(by, report.lines, names)));
  };
  draw();
  return [tiles(total, report.calibration), choice, cards];
}

/** What a line is called: in a chart, and in full. */
function nameOf(services) {
  const two = (hour) => `${String(hour).padStart(2, "0")}:00`;
  return {
    hour: (name) => [name, `${two(name)} – ${two((Number(name) + 1) % 24)}`],
    service: (name) => {
      const known = services.find((one) => one.service === name);
      return Array(2).fill(known ? serviceName(known) : name);
    },
    counter: (name) => Array(2).fill(name),
    day: (name) => [dayText(name, { day: "numeric", month: "short" }),
      dayText(name, { weekday: "long", day: "numeric", month: "long" })],
  };
}

function number(value) {
  return new Intl.NumberFormat(language()).format(value);
}

function percent(part, whole) {
  return new Intl.NumberFormat(language(), { style: "percent" }).format(part / whole);
}

function tiles(total, calibration) {
  const fact = (word, value) => [element("dt", {}, say(word)), element("dd", {}, value)];
  const tile = (id, word, big, ...facts) => element("article", {
    class: "card tile", "data-tile": id }, element("h3", {}, say(word)),
  element("p", {}, big), element("dl", {}, facts));
  const share = (count) => total.tickets === 0 ? number(count)
    : `${number(count)} · ${percent(count, total.tickets)}`;
  const times = (id, times) => tile(id, `reports.measures.${id}`,
    [say("reports.p50"), " ", element("span", { class: "big" }, lengthOf(times.p50))],
    ...["p90", "p99", "longest", "mean"].flatMap((key) =>
      fact(`reports.${key}`, lengthOf(times[key]))));
  return element("div", { class: "tiles" },
    tile("visits", "reports.visits", element("span", { class: "big" }, number(total.tickets)),
      ...ends.flatMap(({ key }) => fact(`reports.${key}`, share(total[key])))),
    total.wait ? times("wait", total.wait) : null,
    total.service ? times("service", total.service) : null,
    calibration.promised > 0 ? promises(calibration) : null);
}

/** How often what a ticket was promised held, beside how often it should. */
function promises({ promised, p50Held, p90Held }) {
  const line = (key, held, wanted) => {
    const text = say(`reports.held.${key}`, { part: percent(held, promised) });
    return element("div", { class: "promise" }, element("p", {}, text),
      gauge({ share: held / promised, wanted, sentence: text }));
  };
  return element("article", { class: "card tile", "data-tile": "promises" },
    element("h3", {}, say("reports.promises")),
    element("p", { class: "muted" }, say("reports.promised", { n: promised })),
    line("p50", p50Held, 0.5), line("p90", p90Held, 0.9));
}

/** A chart with its table, or null where the days have nothing of it. */
function card(by, every, names) {
  const isTime = chosen !== "ended";
  const lines = every.filter((line) => line.by === by && (isTime ? line[chosen] : line.tickets));
  if (lines.length === 0 || (by === "day" && lines.length < 2)) return null;
  const title = `${say(`reports.measures.${chosen}`)} · ${say(`reports.by.${by}`)}`;
  const id = `report-${by}`;
  return element("section", { class: "card figures", id, "aria-labelledby": `${id}-title` },
    element("h3", { id: `${id}-title` }, title,
      isTime ? element("span", { class: "muted" }, ` (${say("reports.unit")})`) : null),
    element("div", { class: "pair" }, plot(by, lines, names[by], title),
      // It may be wider than its place: then it is scrolled, also with the keyboard.
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
        isTime ? timeTable(by, lines, names[by], title)
          : endTable(by, lines, names[by], title))));
}

function plot(by, lines, nameOf, title) {
  const isTime = chosen !== "ended";
  const series = isTime ? spread : ends;
  const value = (line, key) => isTime ? line[chosen][key] : line[key];
  const top = (line) => isTime ? line[chosen].p90 : line.tickets;
  const text = isTime ? lengthOf : number;
  const highest = lines.reduce((most, line) => top(line) > top(most) ? line : most);
  return chart({
    isUpright: overTime.includes(by), isStacked: !isTime, text,
    ticks: isTime ? timeTicks : countTicks,
    series: series.map(({ key, look }) => ({ word: say(`reports.${key}`), look })),
    sentence: say("reports.sentence", {
      title, name: nameOf(highest.name)[1], value: text(top(highest)) }),
    lines: lines.map((line) => {
      const [name, full] = nameOf(line.name);
      return {
        name, values: series.map(({ key }) => value(line, key)),
        title: [full, ...series.map(({ key }) =>
          `${say(`reports.${key}`)}: ${text(value(line, key))}`)].join("\n") };
    }),
  });
}

function table(by, lines, nameOf, title, columns) {
  return element("table", {}, element("caption", { class: "hush" }, title),
    element("thead", {}, element("tr", {},
      element("th", { scope: "col" }, say(`reports.name.${by}`)),
      columns.map(({ word }) => element("th", { scope: "col", class: "sum" }, say(word))))),
    element("tbody", {}, lines.map((line) => element("tr", { "data-name": line.name },
      element("th", { scope: "row" }, nameOf(line.name)[1]),
      columns.map(({ word, text }) => element("td", {
        class: "sum", "data-label": say(word) }, text(line)))))));
}

function timeTable(by, lines, nameOf, title) {
  return table(by, lines, nameOf, title, [
    { word: "reports.count", text: (line) => number(line[chosen].count) },
    ...["p50", "p90", "p99", "longest", "mean"].map((key) => ({
      word: `reports.${key}`, text: (line) => lengthOf(line[chosen][key]) }))]);
}

function endTable(by, lines, nameOf, title) {
  return table(by, lines, nameOf, title, ["tickets", ...ends.map(({ key }) => key)].map((key) => ({
    word: `reports.${key === "tickets" ? "visits" : key}`, text: (line) => number(line[key]) })));
}
