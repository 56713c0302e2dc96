// The timeline: a line for each year, a mark for each meeting, and what is known of the one chosen.
const meetings = data.meetings;
const meetingsById = new Map(meetings.map((meeting) => [meeting.event, meeting]));
const LEVELS = { summit: "S", ministerial: "M", special: "E", senior_officials: "O", working_group: "W", business: "B", other: "·" };
const NARROWEST = 26; // pixels: a mark that a finger can hit

function levelCodes() {
  return tables.get("events").columns.find((column) => column.name === "level").codes;
}

function describeMeeting(meeting) {
  const level = meeting.level ? levelCodes()[meeting.level][0] : "level not reported";
  const told = meeting.modality === "occurred" ? [] : [meeting.modality === "planned" ? "known from plans only" : "unclear whether it took place"];
  const status = meeting.status ? (data.statuses[meeting.status] || [meeting.status])[0].toLowerCase() : null;
  return [dateInWords(meeting.start_date || null), meeting.name, level, ...told, status && `date, place and level: ${status}`,
    counted(Number(meeting.n_sources), "report")].filter(Boolean).join(" · ");
}

function makeMark(meeting) {
  const classes = ["mark", meeting.level || "unknown", meeting.precision || "undated"];
  if (meeting.modality !== "occurred") classes.push("hollow");
  if (meeting.status === "contested") classes.push("contested");
  const mark = make("button", { type: "button", class: classes.join(" "), "data-event": meeting.event, tabindex: "-1" },
    make("span", { "aria-hidden": "true" }, LEVELS[meeting.level] || "?"),
    make("span", { class: "unseen" }, describeMeeting(meeting)));
  mark.addEventListener("click", () => { location.hash = encodeURIComponent(`events/${meeting.event}`); });
  mark.addEventListener("mouseenter", () => { byId("pointed").textContent = describeMeeting(meeting); });
  mark.addEventListener("focus", () => {
    byId("pointed").textContent = describeMeeting(meeting);
    for (const one of allMarks()) one.tabIndex = one === mark ? 0 : -1; // one stop for the Tab key, at the last one used
  });
  return mark;
}

function startTimeline() {
  const dated = meetings.filter((meeting) => meeting.start);
  const first = Number(dated[0].start.slice(0, 4));
  const last = Number(dated[dated.length - 1].start.slice(0, 4));
  byId("timeline-title").textContent = `Meetings, ${first} to ${last}`;
  document.querySelector(".months").append(...MONTHS.map((month) => make("span", {}, month.slice(0, 1))));
  for (let year = first; year <= last; year += 1) {
    const ofYear = dated.filter((meeting) => Number(meeting.start.slice(0, 4)) === year);
    byId("years").append(make("li", { class: "year" },
      make("h3", {}, String(year), make("span", { class: "unseen" }, `: ${counted(ofYear.length, "meeting")}`)),
      make("ol", { class: "track" }, ...ofYear.map((meeting) => make("li", {}, makeMark(meeting))))));
  }
  const undated = meetings.filter((meeting) => !meeting.start);
  byId("undated").append(...undated.map((meeting) => make("li", {},
    make("a", { href: `#${encodeURIComponent(`events/${meeting.event}`)}` }, meeting.name))));
  byId("undated").hidden = byId("undated-title").hidden = !undated.length;
  drawLegend();
  placeMarks();
  new ResizeObserver(placeMarks).observe(byId("years"));
  byId("years").addEventListener("keydown", moveByKey);
  const marks = allMarks();
  if (marks.length) marks[marks.length - 1].tabIndex = 0;
}

const allMarks = () => [...byId("years").querySelectorAll(".mark")];

function drawLegend() {
  const levels = Object.entries(levelCodes()).map(([code, [label, definition]]) => make("li", { title: definition },
    make("span", { class: `mark ${code}`, "aria-hidden": "true" }, LEVELS[code] || "?"), label));
  byId("legend").append(...levels,
    make("li", {}, make("span", { class: "mark hollow unknown", "aria-hidden": "true" }, "?"), "hollow: known from plans, or unclear"),
    make("li", {}, make("span", { class: "mark contested other", "aria-hidden": "true" }, "·"), "ringed: date, place or level contested"),
    make("li", {}, make("span", { class: "mark month unknown", "aria-hidden": "true" }, "?"), "wide: day not known"));
}

// Marks that would cover one another go onto lanes below. Only the place is set here; the look is the style sheet's.
function placeMarks() {
  for (const track of document.querySelectorAll(".track")) {
    const width = track.clientWidth;
    const lanes = [];
    for (const item of track.children) {
      const mark = item.firstElementChild;
      const meeting = meetingsById.get(mark.dataset.event);
      const [from, share] = spanOf(meeting);
      const wide = Math.max(NARROWEST, meeting.precision === "day" ? 0 : share * width);
      const left = Math.min(Math.max(0, from * width), width - wide);
      let lane = lanes.findIndex((end) => end <= left);
      if (lane < 0) lane = lanes.push(0) - 1;
      lanes[lane] = left + wide + 2;
      mark.style.left = `${left}px`;
      mark.style.top = `${lane * (NARROWEST + 4) + 3}px`;
      mark.style.width = `${wide}px`;
    }
    track.style.height = `${Math.max(1, lanes.length) * (NARROWEST + 4) + 4}px`;
  }
}

// Where in its year a meeting begins and how much of the year its date covers, both from 0 to 1.
function spanOf(meeting) {
  if (meeting.precision === "year") return [0, 1];
  const month = Number(meeting.start.slice(5, 7)) - 1;
  const day = meeting.precision === "day" ? Number(meeting.start.slice(8, 10)) - 1 : 0;
  return [(month + day / 31) / 12, 1 / 12];
}

function moveByKey(event) {
  const marks = allMarks();
  const at = marks.indexOf(document.activeElement);
  if (at < 0) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  let to = null;
  if (step) to = at + step;
  else if (event.key === "Home") to = 0;
  else if (event.key === "End") to = marks.length - 1;
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") to = inNeighbouringYear(marks, at, event.key === "ArrowDown" ? 1 : -1);
  if (to === null || !marks[to]) return;
  event.preventDefault();
  marks[to].focus();
}

function inNeighbouringYear(marks, at, step) {
  const track = marks[at].closest(".track");
  let place = at;
  while (marks[place] && marks[place].closest(".track") === track) place += step;
  if (!marks[place]) return null;
  const next = marks[place].closest(".track");
  const left = parseFloat(marks[at].style.left);
  const distance = (mark) => Math.abs(parseFloat(mark.style.left) - left);
  const nearest = marks.filter((mark) => mark.closest(".track") === next).sort((a, b) => distance(a) - distance(b))[0];
  return marks.indexOf(nearest);
}

function showMeeting(event) {
  const events = tables.get("events");
  const row = events.byId.get(event);
  if (!row) return false;
  for (const mark of allMarks()) {
    if (mark.dataset.event === event) mark.setAttribute("aria-current", "true");
    else mark.removeAttribute("aria-current");
  }
  byId("meeting-title").textContent = data.names.event_names[event] || event;
  const meeting = meetingsById.get(event) || {};
  const actorNames = (codes) => codes.split(";").map((code) => data.names.actors[code] || code).join(", ");
  const known = events.columns.filter((column) => row.cells[column.name]);
  fill(byId("meeting-values"),
    make("p", { class: "cell-id" }, make("code", {}, `events/${event}`)),
    meeting.came ? make("p", {}, `Reported as present: ${actorNames(meeting.came)}.`) : null,
    meeting.came_planned ? make("p", {}, `Named only by plans or reports of unclear time: ${actorNames(meeting.came_planned)}.`) : null,
    make("dl", { class: "values" }, ...known.flatMap((column) => [
      make("dt", {}, column.title), make("dd", {}, valueButton(events, row, column))])),
    ...relatedTables(event),
    make("p", {}, make("a", { href: "#timeline" }, "Back to the timeline")),
  );
  byId("meeting").hidden = false;
  byId("meeting-title").focus({ preventScroll: true });
  byId("meeting").scrollIntoView({ block: "start" });
  return true;
}

// Delegations, people, agenda, money and statements of one meeting.
function relatedTables(event) {
  const related = [];
  for (const table of tables.values()) {
    if (table.name === "events" || !table.columns.some((column) => column.name === "event")) continue;
    const rows = table.rows.filter((row) => row.values.event === event);
    if (!rows.length) continue;
    const columns = table.columns.filter((column) => column.name !== "event" && rows.some((row) => row.values[column.name] !== null));
    related.push(make("h3", {}, `${table.title}: ${counted(rows.length, "row")}`), makeTable(table, rows, { caption: table.title, columns }));
  }
  return related;
}
