// The corrections as a file: YAML in which every text stands in double quotes, so that none can be read as something else.

const HARD = /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
const ORDER = ["verdict", "article", "text_sha256", "kind", "key", "quote", "start", "fact", "by", "at", "note"];
const PLAIN = new Set(["verdict", "kind", "start", "at"]);

const quoted = (text) => JSON.stringify(text).replace(HARD, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

// A value on one line, however deep.
function flow(value) {
  if (value === null) return "~";
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value !== "object") return quoted(String(value));
  return `{${Object.entries(value).map(([name, each]) => `${quoted(name)}: ${flow(each)}`).join(", ")}}`;
}

function yamlItem(correction) {
  const lines = ORDER.filter((name) => correction[name] !== undefined).map((name) => {
    const value = correction[name];
    if (name !== "fact") return `${name}: ${PLAIN.has(name) ? value : quoted(value)}`;
    const fields = Object.entries(value).map(([field, each]) => `    ${field}: ${flow(each)}`);
    return fields.length ? ["fact:", ...fields].join("\n") : "fact: {}";
  });
  return `- ${lines.join("\n  ")}\n`;
}

const yamlFile = () => model.head + model.corrections.map((each) => `\n${yamlItem(each)}`).join("");
