// A report as a file for a spreadsheet: the same columns as `branch report --csv`. Pure.

const spreads = ["wait", "service", "idle"];
const figures = ["count", "mean", "p50", "p90", "p99", "longest"];

/** `{name, media, text}`; times in seconds, empty where there was nothing to measure. */
export function reportFile({ request, lines }) {
  const head = ["by", "name", "tickets", "served", "no_show", "abandoned", "expired",
    ...spreads.flatMap((spread) => figures.map((figure) => `${spread}_${figure}`))];
  const rows = lines.map((line) => [
    line.by, line.name, line.tickets, line.served, line.noShow, line.abandoned, line.expired,
    ...spreads.flatMap((spread) => figures.map((figure) => line[spread]?.[figure] ?? ""))]);
  const { from, to, service, counter } = request;
  const of = [from, to === from ? null : to, service, counter].filter(Boolean).join("-");
  return {
    name: `queue-${of}.csv`, media: "text/csv",
    text: [head, ...rows].map((row) => `${row.join(",")}\n`).join("") };
}
