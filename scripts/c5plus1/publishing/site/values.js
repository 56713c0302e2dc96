// Values that can be asked, rows of them, and the table of all of them.
function valueButton(table, row, column) {
  const value = row.values[column.name];
  const packed = row.cells[column.name];
  if (!packed) return value === null ? null : unbroken(inWords(column, value));
  const cell = readCell(packed);
  const words = value === null ? "(no value)" : inWords(column, value);
  return make("button", { type: "button", class: "value", onclick: () => askFor(`${table.name}/${row.id}/${column.name}`) },
    unbroken(words), " ", badge(cell));
}

function badge(cell) {
  const [shown, told] = {
    contested: [`${cell.origins} vs ${cell.against}`, `contested, origins for and against: ${cell.origins} and ${cell.against}`],
    adjudicated: ["by hand", "settled by hand"],
    slip_only: ["slip", "slips only"],
  }[cell.status] || [String(cell.origins), counted(cell.origins, "origin")];
  return make("span", { class: `badge ${cell.status}` },
    make("span", { "aria-hidden": "true" }, shown), make("span", { class: "unseen" }, `, ${told}, who says so?`));
}

// A table element over some rows. `columns` are shown in order; the key's words head each row.
function makeTable(table, rows, { caption, columns, sort, onSort }) {
  const head = make("tr", {}, ...columns.map((column) => headCell(column, sort, onSort)));
  const body = make("tbody", {}, ...rows.map((row) => bodyRow(table, row, columns)));
  const element = make("table", {}, make("caption", {}, caption), make("thead", {}, head), body);
  return make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption }, element);
}

function headCell(column, sort, onSort) {
  if (!onSort) return make("th", { scope: "col" }, column.title);
  const direction = sort && sort.column === column.name ? sort.direction : null;
  const arrow = { ascending: "▲", descending: "▼" }[direction] || "";
  return make("th", { scope: "col", "aria-sort": direction || "none" },
    make("button", { type: "button", class: "sort", "data-column": column.name, onclick: () => onSort(column.name) },
      column.title, " ", make("span", { "aria-hidden": "true" }, arrow)));
}

function bodyRow(table, row, columns) {
  return make("tr", {}, ...columns.map((column, place) => {
    const isKey = table.key.includes(column.name);
    const content = isKey ? keyWords(table, row, column) : valueButton(table, row, column);
    return make(place === 0 ? "th" : "td", place === 0 ? { scope: "row" } : {}, content);
  }));
}

function keyWords(table, row, column) {
  const value = row.values[column.name];
  const words = inWords(column, value);
  if (column.name === "event" && meetingsById.has(value)) {
    return make("a", { href: `#${encodeURIComponent(`events/${value}`)}` }, words);
  }
  return words === value ? make("code", { class: "id" }, words) : make("span", { title: value }, words);
}

const PAGE = 50;
const view = { table: data.tables[0], sort: firstSort(data.tables[0]), shown: PAGE };

// A table begins in the order of time, where it has one.
function firstSort(table) {
  const dated = table.columns.find((column) => column.date);
  return dated ? { column: dated.name, direction: "ascending" } : null;
}

function startTables() {
  byId("table").append(...data.tables.map((table) => make("option", { value: table.name },
    `${table.title} (${table.rows.length.toLocaleString("en-GB")})`)));
  byId("status").append(make("option", { value: "" }, "anything"), ...STATUS_ORDER.filter((status) => data.statuses[status])
    .map((status) => make("option", { value: status }, data.statuses[status][0].toLowerCase())));
  byId("table").addEventListener("change", () => {
    view.table = tables.get(byId("table").value);
    view.sort = firstSort(view.table);
    redraw();
  });
  let waiting = 0;
  byId("text").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(redraw, 150);
  });
  byId("status").addEventListener("change", redraw);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("more").addEventListener("click", () => {
    const before = view.shown;
    view.shown += PAGE;
    draw();
    const next = byId("table-holder").querySelectorAll("tbody tr")[before];
    const target = next && next.querySelector("button, a");
    if (target) target.focus();
  });
  redraw();
}

function redraw() {
  view.shown = PAGE;
  draw();
}

function sortBy(name) {
  const again = view.sort && view.sort.column === name && view.sort.direction === "ascending";
  view.sort = { column: name, direction: again ? "descending" : "ascending" };
  redraw();
  byId("table-holder").querySelector(`button[data-column="${name}"]`).focus();
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function selectRows() {
  const { table, sort } = view;
  const text = byId("text").value.trim().toLowerCase();
  const status = byId("status").value;
  const rows = table.rows.filter((row) => (!text || searchable(table, row).includes(text)) && (!status || hasStatus(row, status)));
  if (!sort) return rows;
  const column = table.columns.find((one) => one.name === sort.column);
  const keyed = rows.map((row) => {
    const value = row.values[column.name];
    return [value === null ? "" : column.type === "integer" ? value : inWords(column, value), row];
  });
  const sign = sort.direction === "descending" ? -1 : 1;
  // Empty cells stay last either way: they are silence, not a small value.
  keyed.sort(([a], [b]) => (a === "") - (b === "") || sign * collator.compare(a, b));
  return keyed.map(([, row]) => row);
}

function searchable(table, row) {
  if (!row.searchable) {
    row.searchable = table.columns.map((column) => {
      const value = row.values[column.name];
      return value === null ? "" : `${value} ${inWords(column, value)}`;
    }).join(" ").toLowerCase();
  }
  return row.searchable;
}

function hasStatus(row, status) {
  return Object.values(row.cells).some((packed) => textOf(packed[0]) === status);
}

function draw() {
  const { table } = view;
  const rows = selectRows();
  const shown = rows.slice(0, view.shown);
  fill(byId("table-about"), ...withCode(table.description));
  byId("table-count").textContent = rows.length === table.rows.length
    ? `${counted(rows.length, "row")}, showing ${shown.length}.`
    : `${counted(rows.length, "row")} of ${table.rows.length.toLocaleString("en-GB")} match, showing ${shown.length}.`;
  fill(byId("table-holder"), makeTable(table, shown,
    { caption: table.title, columns: table.columns, sort: view.sort, onSort: sortBy }));
  byId("more").hidden = shown.length === rows.length;
}
