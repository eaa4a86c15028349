// Draw the API's description (OpenAPI) as a page: text nodes only, nothing from another host.
const root = document.getElementById("docs");

function node(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function typeName(schema, all) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return schema.anyOf.map((one) => typeName(one, all)).join(" | ");
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return `[${typeName(schema.items, all)}]`;
  return schema.format || schema.type || "any";
}

function limits(schema) {
  const said = [];
  if (schema?.minimum !== undefined) said.push(`from ${schema.minimum}`);
  if (schema?.maximum !== undefined) said.push(`to ${schema.maximum}`);
  if (schema?.maxLength !== undefined) said.push(`${schema.maxLength} characters`);
  if (schema?.default !== undefined && schema.default !== null) said.push(`default ${JSON.stringify(schema.default)}`);
  return said.join(", ");
}

function fieldTable(rows) {
  const body = node("tbody", "");
  for (const [name, schema, where, required] of rows) {
    const details = [where, required ? "required" : "", limits(schema)].filter(Boolean).join(" · ");
    body.append(node("tr", "", node("td", "", name), node("td", "", typeName(schema)), node("td", "says", details)));
  }
  return node("table", "", body);
}

function bodyRows(operation, api) {
  const content = operation.requestBody?.content ?? {};
  const schema = Object.values(content)[0]?.schema;
  const reference = schema?.$ref ?? schema?.anyOf?.find((one) => one.$ref)?.$ref;
  const found = reference ? api.components.schemas[reference.split("/").pop()] : schema;
  const required = new Set(found?.required ?? []);
  return Object.entries(found?.properties ?? {}).map(([name, one]) => [name, one, "body", required.has(name)]);
}

function propertiesOf(schema, api) {
  const found = schema?.$ref ? api.components.schemas[schema.$ref.split("/").pop()] : schema;
  return Object.entries(found?.properties ?? {});
}

function answerRows(operation, api) {
  const [status, answer] = Object.entries(operation.responses).find(([code]) => code.startsWith("2")) ?? ["", null];
  const schema = answer?.content?.["application/json"]?.schema;
  const rows = propertiesOf(schema, api).map(([name, one]) => [name, one, "answer", false]);
  const items = propertiesOf(schema, api).find(([name]) => name === "items")?.[1]?.items;
  const inner = propertiesOf(items, api).map(([name, one]) => [`items[].${name}`, one, "answer", false]);
  return { status, rows: [...rows, ...inner] };
}

function drawOperation(path, method, operation, api) {
  const summary = node("summary", "",
    node("span", "method", method.toUpperCase()), node("span", "path", `/api${path}`),
    node("span", "says", operation.description ?? operation.summary ?? ""));
  const rows = (operation.parameters ?? []).map((one) => [one.name, one.schema, one.in, one.required]);
  const asked = [...rows, ...bodyRows(operation, api)];
  const answer = answerRows(operation, api);
  const inside = node("div", "inside", fieldTable(asked));
  if (answer.rows.length) inside.append(node("p", "says", `Answers ${answer.status} with`), fieldTable(answer.rows));
  return node("details", "", summary, inside);
}

function draw(api) {
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const group = operation.tags?.[0] ?? "Other";
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(drawOperation(path, method, operation, api));
    }
  }
  root.replaceChildren(node("h1", "", `${api.info.title} ${api.info.version}: API`), node("pre", "", api.info.description.trim()));
  for (const [group, operations] of groups) root.append(node("h2", "", group), ...operations);
}

fetch(root.dataset.description)
  .then((answer) => answer.json())
  .then(draw)
  .catch((error) => root.replaceChildren(node("p", "", `The description could not be read: ${error.message}`)));
