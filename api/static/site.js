// Everything works without this file. It only saves steps.
"use strict";

document.documentElement.classList.add("js");

// A form sent twice by an impatient hand is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 4000);
});
// A page that comes back from the browser's memory can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What makes sense only after a choice waits for it.
for (const part of document.querySelectorAll("[data-when]")) {
  const show = () => {
    const chosen = document.querySelector(`input[name="${part.dataset.when}"]:checked`);
    part.hidden = !chosen || !part.dataset.is.split(" ").includes(chosen.value);
  };
  document.addEventListener("change", show);
  show();
}

// What is wrong is read first.
const faults = document.getElementById("erreurs");
if (faults) faults.focus();
