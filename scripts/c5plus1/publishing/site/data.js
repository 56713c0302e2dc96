// The data, unpacked: texts are numbers into `strings`; -1 is empty.
const data = JSON.parse(document.getElementById("data").textContent);
const AGREEMENTS = ["agrees", "dissents", "differs", "neutral", "slip"];
const MODALITIES = ["", "occurred", "planned", "unclear"];
const STATUS_ORDER = ["contested", "slip_only", "adjudicated", "single", "corroborated"];
const textOf = (number) => (number < 0 ? null : data.strings[number]);

const sources = data.sources.map((row) => {
  const [id, publisher, kind, published, language, title, url, reprintOf] = row.map(textOf);
  return { id, publisher, kind, published, language, title, url, reprintOf };
});

// Table name -> table; its rows carry id, values by column and, where there are reports, cells by column.
const tables = new Map(data.tables.map((table) => [table.name, table]));
for (const table of tables.values()) {
  const valueColumns = table.columns.filter((column) => !table.key.includes(column.name));
  table.rows = table.rows.map(([values, cells]) => {
    const row = { values: {}, cells: {} };
    table.columns.forEach((column, place) => { row.values[column.name] = textOf(values[place]); });
    row.id = table.key.map((key) => row.values[key]).join(":");
    valueColumns.forEach((column, place) => {
      if (cells[place]) row.cells[column.name] = cells[place];
    });
    return row;
  });
  table.byId = new Map(table.rows.map((row) => [row.id, row]));
}

function readCell(packed) {
  const [status, reason, reports, origins, against] = packed;
  return { status: textOf(status), reason: textOf(reason), reports, origins, against };
}

function readVoices(packed) {
  const facts = packed[5];
  const voices = [];
  for (let at = 0; at < facts.length; at += 4) {
    const [source, number, via, note] = data.claims[facts[at]];
    const flags = facts[at + 2];
    voices.push({
      source: sources[source],
      claim: `${sources[source].id}#${number}`,
      via: textOf(via),
      note: textOf(note),
      value: textOf(facts[at + 1]), // null: the settled value
      agreement: AGREEMENTS[flags % 5],
      modality: MODALITIES[Math.floor(flags / 5) % 4],
      derived: flags >= 20,
      origin: facts[at + 3],
    });
  }
  return voices;
}

// A value in words: names for ids, labels for codes, spaces in large numbers.
function inWords(column, value) {
  if (value === null) return "";
  const parts = column.several ? value.split(";") : [value];
  return parts.map((part) => nameOne(column, part)).join(", ");
}

function nameOne(column, value) {
  if (column.codes && column.codes[value]) return column.codes[value][0];
  if (column.names) return (data.names[column.names] || {})[value] || value;
  if (column.type === "boolean") return value === "true" ? "yes" : "no";
  if (column.type === "integer" && value.length > 4) return Number(value).toLocaleString("en-GB");
  return value;
}

function nameRow(table, row) {
  return table.key.map((key) => inWords(table.columns.find((column) => column.name === key), row.values[key])).join(", ");
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

function dateInWords(date) {
  if (!date) return "undated";
  const [year, month, day] = date.split("-");
  return [day && String(Number(day)), month && MONTHS[month - 1], year].filter(Boolean).join(" ");
}

function counted(number, word) {
  return `${number.toLocaleString("en-GB")} ${word}${number === 1 ? "" : "s"}`;
}

// An element with attributes and children; texts always go in as text, never as markup.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const byId = (id) => document.getElementById(id);

// Replaces what an element holds; empty children are left out.
function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== ""));
}

// A schema's text, in which `backticks` mark names.
function withCode(text) {
  return text.split("`").map((part, place) => (place % 2 ? make("code", {}, part) : part));
}

// Short values stay on one line, so that no date breaks at its hyphens.
function unbroken(words) {
  return words.length > 24 ? words : make("span", { class: "unbroken" }, words);
}
