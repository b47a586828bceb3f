// Charts as plain drawings: columns over time, bars beside names. What they show stands in a table
// beside them, too; a reader that sees no drawing is told its one sentence.

import { drawing, element, show } from "./dom.js";

const letter = 8;
const row = 40;
const height = 260;
const below = 28;

/**
 * A chart that is as wide as its place, drawn anew where that changes.
 *
 * `lines`: `[{name, title, values}]`, a value for each of `series`, null where there is none;
 * `series`: `[{word, look}]`, drawn in this order; `isStacked`: one upon the other instead of one
 * before the other; `isUpright`: columns, for what follows in time; `ticks(largest)` → the scale;
 * `text(value)` → what stands at it; `sentence`: for who does not see it.
 */
export function chart(plan) {
  const place = element("div", { class: "plot" });
  const figure = element("figure", { class: "chart" }, legend(plan.series), place);
  let drawn = 0;
  new ResizeObserver(([{ contentRect }]) => {
    const width = Math.floor(contentRect.width);
    if (width < 1 || width === drawn) return;
    drawn = width;
    show(place, plan.isUpright ? columns(plan, width) : bars(plan, width));
  }).observe(place);
  return figure;
}

function legend(series) {
  return element("ul", { class: "legend", "aria-hidden": "true" }, series.map(({ word, look }) =>
    element("li", {}, drawing("svg", { viewBox: "0 0 12 12" },
      drawing("rect", { class: `bar ${look}`, width: 12, height: 12, rx: 2 })), word)));
}

/** Where each value of a line begins and ends on the scale. Pure. */
export function extents(values, isStacked) {
  let from = 0;
  return values.map((value) => {
    if (value === null) return null;
    const extent = [isStacked ? from : 0, (isStacked ? from : 0) + value];
    from += value;
    return extent;
  });
}

function scaleOf({ lines, isStacked, ticks }) {
  const ends = lines.flatMap(({ values }) => extents(values, isStacked))
    .filter(Boolean).map(([, to]) => to);
  return ticks(Math.max(1, ...ends));
}

function picture({ sentence }, width, tall, ...parts) {
  return drawing("svg", { width, height: tall, viewBox: `0 0 ${width} ${tall}`, role: "img",
    "aria-label": sentence }, ...parts);
}

/** A line's bars, each a little narrower than the one behind it; `place(from, to, inset)`. */
function group({ title, values }, { series, isStacked }, place) {
  return drawing("g", {}, drawing("title", {}, title), extents(values, isStacked).map(
    (extent, index) => extent && extent[1] > extent[0] && drawing("rect", {
      class: `bar ${series[index].look}`, rx: 2, ...place(...extent, isStacked ? 0 : index * 0.12),
    })));
}

function columns(plan, width) {
  const { lines, text } = plan;
  const scale = scaleOf(plan);
  const left = Math.max(...scale.map((value) => text(value).length)) * letter + 14;
  const [top, bottom] = [10, height - below];
  const each = (width - left - 4) / lines.length;
  const up = (value) => bottom - value / scale.at(-1) * (bottom - top);
  const wide = Math.min(56, each * 0.72);
  // As many names as fit.
  const longest = Math.max(...lines.map(({ name }) => name.length)) * letter + 10;
  const nth = Math.max(1, Math.ceil(longest / each));
  return picture(plan, width, height,
    scale.map((value) => [
      drawing("line", { class: "grid", x1: left, x2: width, y1: up(value), y2: up(value) }),
      drawing("text", { class: "end", x: left - 8, y: up(value) + 4 }, text(value))]),
    lines.map((line, index) => {
      const middle = left + each * (index + 0.5);
      return [
        group(line, plan, (from, to, inset) => ({
          x: middle - wide * (0.5 - inset), width: wide * (1 - 2 * inset),
          y: up(to), height: up(from) - up(to) })),
        index % nth === 0
          ? drawing("text", { class: "middle", x: middle, y: height - 8 }, line.name) : null];
    }));
}

function bars(plan, width) {
  const { lines, text } = plan;
  const scale = scaleOf(plan);
  const longest = Math.max(...lines.map(({ name }) => name.length));
  const room = Math.min(longest, Math.floor(width * 0.36 / letter));
  const left = room * letter + 14;
  const end = text(scale.at(-1)).length * letter / 2 + 4;
  const bottom = lines.length * row + 6;
  const along = (value) => left + value / scale.at(-1) * (width - left - end);
  return picture(plan, width, bottom + below,
    scale.map((value, index) => [
      drawing("line", { class: "grid", x1: along(value), x2: along(value), y1: 0, y2: bottom }),
      // On a narrow screen every second one.
      index % 2 === 0 || along(scale[1]) - along(0) > text(scale.at(-1)).length * letter + 8
        ? drawing("text", { class: "middle", x: along(value), y: bottom + 20 }, text(value))
        : null]),
    lines.map((line, index) => {
      const middle = row * (index + 0.5) + 3;
      return [
        drawing("text", { class: "end", x: left - 8, y: middle + 5 },
          line.name.length > room ? `${line.name.slice(0, room - 1)}…` : line.name),
        group(line, plan, (from, to, inset) => ({
          x: along(from), width: along(to) - along(from),
          y: middle - row * (0.36 - inset * 0.72), height: row * 0.72 * (1 - 2 * inset) }))];
    }));
}

/** A share as a bar with the share that it should be as a line across. */
export function gauge({ share, wanted, sentence }) {
  const at = (part) => Math.round(Math.min(1, part) * 1000) / 10;
  return drawing("svg", { class: "gauge", viewBox: "0 0 100 12", preserveAspectRatio: "none",
    role: "img", "aria-label": sentence },
  drawing("rect", { class: "bar ground", width: 100, height: 8, y: 2 }),
  drawing("rect", { class: `bar ${share < wanted ? "short" : "kept"}`, width: at(share), height: 8,
    y: 2 }),
  drawing("rect", { class: "wanted", width: 0.8, height: 12, x: at(wanted) - 0.4 }));
}
