// The OpenAPI document, made readable: methods by group, each with its request and its reply.

import { byID, element, show } from "../shared/dom.js";
import { firstLanguage, say, useLanguage } from "../shared/words.js";

const example = `curl -s http://127.0.0.1:8080/api/queue.issue \\
  -H 'Content-Type: application/json' \\
  -d '{"service": "cash"}'`;

/** "integer", "Ticket", "[Estimate]", "{text: integer}" and the like. */
function typeText(schema) {
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  if (schema.oneOf) return schema.oneOf.map(typeText).join(" | ");
  if (schema.enum) return schema.enum.map((value) => `"${value}"`).join(" | ");
  if (schema.type === "array") return `[${typeText(schema.items)}]`;
  if (schema.additionalProperties) return `{…: ${typeText(schema.additionalProperties)}}`;
  return Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type;
}

function fields(schema, document) {
  if (schema.oneOf) {
    return element("div", {}, ...schema.oneOf.map((one) => fields(one, document)));
  }
  const name = schema.$ref?.split("/").at(-1);
  const shape = name ? document.components.schemas[name] : schema;
  const rows = Object.entries(shape.properties ?? {});
  if (rows.length === 0) return element("p", { class: "muted" }, say("api.nothing"));
  return element("table", {}, element("tbody", {}, ...rows.map(([field, type]) =>
    element("tr", {}, element("th", { scope: "row" }, element("code", {}, field)),
      element("td", {}, typeText(type)),
      element("td", { class: "muted" },
        shape.required?.includes(field) ? "" : say("api.optional"))))));
}

function method(path, { post }, document) {
  const body = post.requestBody.content["application/json"].schema;
  const reply = post.responses["200"].content["application/json"].schema;
  return element("section", { class: "card method", id: post.operationId },
    element("h3", {}, element("code", {}, `POST ${path}`)), element("p", {}, post.summary),
    element("h4", {}, say("api.request")), fields(body, document),
    element("h4", {}, `${say("api.reply")}: ${typeText(reply)}`), fields(reply, document));
}

function shape([name, schema], document) {
  return element("section", { class: "card method", id: `shape-${name}` },
    element("h3", {}, element("code", {}, name)), fields(schema, document));
}

await useLanguage(firstLanguage());
for (const titled of document.querySelectorAll("[data-word]")) {
  titled.textContent = say(titled.dataset.word);
}
byID("groups").setAttribute("aria-label", say("api.title"));
const description = await (await fetch("/openapi.json")).json();
const paths = Object.entries(description.paths).sort(([a], [b]) => (a < b ? -1 : 1));
const groups = [...new Set(paths.map(([, path]) => path.post.tags[0]))];
show(byID("groups"), ...groups.flatMap((group) => [
  element("h2", {}, group),
  ...paths.filter(([, path]) => path.post.tags[0] === group).map(([, path]) =>
    element("a", { href: `#${path.post.operationId}` }, path.post.operationId))]));
show(byID("stage"), element("p", {}, say("api.intro")),
  element("p", {}, element("a", { href: "/openapi.json" }, say("api.document"))),
  element("h2", {}, say("api.example")), element("pre", { tabindex: "0" }, example),
  ...paths.map(([path, item]) => method(path, item, description)),
  element("h2", {}, say("api.shapes")),
  ...Object.entries(description.components.schemas).map((one) => shape(one, description)));
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
