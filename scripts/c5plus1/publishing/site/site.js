// Start, and follow the address: #table/row/column is a cell, #events/id a meeting.
function followAddress() {
  if (evidence.open && location.hash === addressBefore) {
    hideEvidence();
    return;
  }
  const wanted = decodeAddress(location.hash.slice(1));
  byId("message").textContent = "";
  if (!wanted.includes("/")) {
    hideEvidence();
    return;
  }
  if (showEvidence(wanted)) return;
  hideEvidence();
  const [table, ...row] = wanted.split("/");
  if (table === "events" && showMeeting(row.join("/"))) return;
  byId("message").textContent = `Nothing here is called ${wanted}: no such cell or meeting in version ${data.version}.`;
}

function decodeAddress(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash; // a stray percent sign
  }
}

byId("statuses").append(...Object.values(data.statuses).flatMap(([label, definition]) => [
  make("dt", {}, label), make("dd", {}, ...withCode(definition))]));
startTimeline();
startTables();
window.addEventListener("hashchange", followAddress);
followAddress();
