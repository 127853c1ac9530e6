// Makes the TypeScript types of the REST contract from its OpenAPI document.
//
//   curl -s localhost:8080/openapi/v1.json | node scripts/contract.mjs > src/api/contract.ts
//
// A test of tests/Wall.Tests fails while the file is not what this makes of the document that the monitor serves.

import { readFileSync } from "node:fs";

const { components } = JSON.parse(readFileSync(0, "utf8"));

function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  switch (schema.type) {
    case "integer":
    case "number":
      return "number";
    case "string":
    case "boolean":
      return schema.type;
    case "array":
      return `readonly ${typeOf(schema.items)}[]`;
    case "object":
      return `Readonly<Record<string, ${typeOf(schema.additionalProperties)}>>`;
    default:
      throw new Error(`no type for ${JSON.stringify(schema)}`);
  }
}

const comment = (description) => `/** ${description.replace(/\s+/g, " ")} */`;

const lines = ["// Made by scripts/contract.mjs from /openapi/v1.json: change the contract, not this file."];
for (const [name, schema] of Object.entries(components.schemas).sort(([one], [other]) => (one < other ? -1 : 1))) {
  lines.push("", ...(schema.description ? [comment(schema.description)] : []), `export interface ${name} {`);
  for (const [property, value] of Object.entries(schema.properties)) {
    if (value.description) lines.push(`  ${comment(value.description)}`);
    lines.push(`  readonly ${property}${schema.required?.includes(property) ? "" : "?"}: ${typeOf(value)};`);
  }
  lines.push("}");
}
process.stdout.write(`${lines.join("\n")}\n`);
