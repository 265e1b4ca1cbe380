// Keeps the rights up to date while someone types, and gives the keyboard a few shortcuts. All works without it.
"use strict";

(() => {
  const form = document.getElementById("formulaire");
  const part = document.getElementById("partie");
  const state = document.getElementById("etat");
  if (!form || !part) return;
  const PAUSE = 450;
  let timer = 0;
  let underway = false;
  let again = false;

  // What is wrong is shown beside its field, and told once the field is left.
  const mark = (faults) => {
    for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    for (const link of faults) {
      const field = document.getElementById(link.dataset.field);
      if (field) field.setAttribute("aria-invalid", "true");
    }
  };

  const told = (text, seen) => {
    state.textContent = text;
    state.classList.toggle("hidden-visually", !seen);
  };

  const show = (html) => {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const faults = [...fresh.content.querySelectorAll(".errors [data-field]")];
    const here = document.activeElement;
    const typing = here && form.contains(here) && here.name;
    if (faults.length && faults.every((link) => link.dataset.field === typing)) {
      told("", false);
      return;
    }
    const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
    const focused = part.contains(here) ? here.closest("details[id]")?.id : null;
    const scroll = part.parentElement.scrollTop;
    part.replaceChildren(fresh.content);
    for (const id of open) {
      const one = document.getElementById(id);
      if (one) one.open = true;
    }
    if (focused) document.querySelector(`#${CSS.escape(focused)} > summary`)?.focus();
    part.parentElement.scrollTop = scroll;
    mark(faults);
    told(part.querySelector("#bilan")?.textContent ?? "", false);
  };

  // One request at a time: what was typed meanwhile is asked next.
  const refresh = async () => {
    if (underway) {
      again = true;
      return;
    }
    underway = true;
    part.setAttribute("aria-busy", "true");
    told(form.dataset.wait, true);
    do {
      again = false;
      try {
        const answer = await fetch(form.dataset.part, {
          method: "POST",
          body: new URLSearchParams(new FormData(form)),
          headers: { "X-Part": "1" },
        });
        if (!answer.ok) told(answer.status === 401 ? form.dataset.session : form.dataset.down, true);
        else if (!again) show(await answer.text());
      } catch {
        told(form.dataset.down, true);
      }
    } while (again);
    part.removeAttribute("aria-busy");
    underway = false;
  };

  const later = (pause) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, pause);
  };
  const changed = (event) => {
    if (event.target.form !== form) return;
    if (event.target.name === "changement") form.classList.toggle("changed", event.target.value !== "");
    later(event.type === "change" ? 0 : PAUSE);
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);

  // A question leads to its field, even in a closed part.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-field]");
    const field = link && document.getElementById(link.dataset.field);
    if (!field) return;
    event.preventDefault();
    for (let up = field.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  // On a right: arrows go from one to the next, L opens its law.
  part.addEventListener("keydown", (event) => {
    const line = event.target.closest("details.line");
    if (!line || event.altKey || event.ctrlKey || event.metaKey) return;
    const lines = [...part.querySelectorAll("details.line")];
    const next = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (next && event.target === line.querySelector("summary")) {
      lines[lines.indexOf(line) + next]?.querySelector("summary").focus();
      event.preventDefault();
    } else if (event.key.toLowerCase() === "l") {
      const law = line.querySelector("details.law");
      line.open = true;
      law.open = !law.open;
      law.querySelector("summary").focus();
      event.preventDefault();
    }
  });
})();
