// Who says so? The dialog with the reports for and against one cell. Its address is the cell's id.
const evidence = byId("evidence");
let addressBefore = null; // where the reader was when a value was asked; null if the page was opened at a cell

function askFor(cellId) {
  addressBefore = location.hash;
  location.hash = encodeURIComponent(cellId);
}

function findCell(cellId) {
  const first = cellId.indexOf("/");
  const last = cellId.lastIndexOf("/");
  const table = tables.get(cellId.slice(0, first));
  const row = table && table.byId.get(cellId.slice(first + 1, last));
  const column = table && table.columns.find((one) => one.name === cellId.slice(last + 1));
  return row && column && row.cells[column.name] ? { table, row, column, packed: row.cells[column.name] } : null;
}

function showEvidence(cellId) {
  const found = findCell(cellId);
  if (!found) return false;
  const { table, row, column, packed } = found;
  const cell = readCell(packed);
  const value = row.values[column.name];
  byId("evidence-title").textContent = `${column.title}: ${value === null ? "no value" : inWords(column, value)}`;
  const label = (data.statuses[cell.status] || [cell.status])[0];
  fill(byId("evidence-body"),
    make("p", { class: "place" }, `${table.title}: ${nameRow(table, row)}`),
    make("p", {}, make("strong", { class: `status ${cell.status}` }, label), " ", cell.reason),
    make("p", { class: "cell-id" }, "Cell ", make("code", {}, cellId)),
    make("details", {}, make("summary", {}, "What this column means"), make("p", {}, ...withCode(column.description)),
      codeList(column)),
    ...voiceGroups(column, packed),
  );
  if (!evidence.open) evidence.showModal();
  evidence.scrollTop = 0;
  byId("evidence-title").focus();
  return true;
}

function codeList(column) {
  if (!column.codes) return null;
  return make("dl", {}, ...Object.entries(column.codes).flatMap(([code, [label, definition]]) => [
    make("dt", {}, `${label} (${code})`), make("dd", {}, ...withCode(definition))]));
}

const HEADINGS = {
  agrees: "For it",
  dissents: "Against it",
  differs: "Classified otherwise (no dissent: it is the coders’ classification)",
  neutral: "Neither for nor against (a coarser date, or a plan beside reports of what took place)",
  slip: "Slips (the source contradicts itself; kept as printed, never counted)",
};

function voiceGroups(column, packed) {
  const voices = readVoices(packed);
  return AGREEMENTS.map((agreement) => {
    const group = voices.filter((voice) => voice.agreement === agreement);
    if (!group.length) return null;
    const reports = new Set(group.map((voice) => voice.source.id)).size;
    const origins = new Set(group.map((voice) => voice.origin).filter(Boolean)).size;
    const count = counted(reports, "report") + (origins ? `, ${counted(origins, "origin")}` : "");
    return make("section", { class: `voices ${agreement}` },
      make("h3", {}, `${HEADINGS[agreement]}: ${count}`),
      make("ol", {}, ...group.map((voice) => showVoice(column, voice))));
  }).filter(Boolean);
}

function showVoice(column, voice) {
  const { source } = voice;
  const marks = [
    voice.value !== null && `says ${inWords(column, voice.value)}`,
    voice.via && `crediting ${voice.via}`,
    source.reprintOf && `reprinting ${source.reprintOf}`,
    voice.origin ? `origin ${voice.origin}` : null,
    (voice.modality === "planned" || voice.modality === "unclear") && voice.modality,
    voice.derived && "filled in by rule",
  ].filter(Boolean);
  return make("li", {},
    make("span", { class: "report" }, linkTo(source), ` (${source.kind}, ${dateInWords(source.published)}, `,
      make("abbr", { title: `language code ${source.language}` }, source.language), ")"),
    marks.length ? make("span", { class: "marks" }, marks.join("; ")) : null,
    make("span", { class: "note" }, voice.note),
    make("span", { class: "claim" }, source.title, " ", make("code", {}, voice.claim)));
}

function linkTo(source) {
  // Whatever a sheet may hold: nothing but a web address becomes a link.
  if (!/^https?:\/\//i.test(source.url)) return make("span", {}, source.publisher);
  return make("a", { href: source.url, rel: "noopener noreferrer external" }, source.publisher);
}

function closeEvidence() {
  if (addressBefore !== null) {
    history.back(); // followAddress then hides the dialog
  } else {
    history.replaceState(null, "", location.pathname + location.search);
    hideEvidence();
  }
}

function hideEvidence() {
  addressBefore = null;
  if (evidence.open) evidence.close(); // the browser puts the focus back where it was
}

evidence.addEventListener("cancel", (event) => {
  event.preventDefault();
  closeEvidence();
});
evidence.addEventListener("click", (event) => {
  if (event.target === evidence) closeEvidence(); // a click beside the box
});
byId("evidence-close").addEventListener("click", closeEvidence);
