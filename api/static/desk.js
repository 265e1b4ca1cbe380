// Follows a run without reloading the page. Without this file, a link looks again.
"use strict";

const run = document.getElementById("run");
const bar = document.getElementById("progress");
const share = document.getElementById("share");
const said = document.getElementById("said");
let spoken = 0;
let events;

function show(event) {
  const state = JSON.parse(event.data);
  // A new step has new words, and maybe results to show already: the page has them.
  if (state.etat !== run.dataset.stage || state.etape !== run.dataset.step) {
    events.close();
    window.location.reload();
    return;
  }
  const percent = Math.round(100 * state.part);
  share.textContent = share.textContent.replace(/\d+/, String(percent));
  bar.value = percent;
  // A voice that says each percent would hide the rest.
  if (percent >= spoken + 20) {
    spoken = percent - (percent % 20);
    said.textContent = share.textContent;
  }
}

if (run && window.EventSource) {
  events = new EventSource(run.dataset.events);
  events.addEventListener("avancement", show);
  events.addEventListener("fin", () => {
    events.close();
    window.location.reload();
  });
  window.addEventListener("pagehide", () => events.close());
}
