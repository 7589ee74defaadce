"use strict";
// The rows are all there without this; it only hides those that nobody asked for.
for (const section of document.querySelectorAll("section.items")) {
  const form = section.querySelector("form.filter");
  const rows = [...section.querySelectorAll("details.item")];
  const told = form.querySelector("output");
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const asked = (field) => form.querySelector(`[data-field="${field}"]`);
  const apply = () => {
    const words = asked("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdict = asked("verdict").value;
    const kind = asked("kind") ? asked("kind").value : "";
    const failed = asked("failed").checked;
    let count = 0;
    rows.forEach((row, i) => {
      const fits = (!verdict || row.dataset.verdict === verdict) && (!kind || row.dataset.kind === kind)
        && (!failed || row.dataset.tone === "bad" || row.dataset.tone === "error")
        && words.every((word) => texts[i].includes(word));
      row.hidden = !fits;
      count += fits;
    });
    told.textContent = count === rows.length ? `${count} rows` : `${count} of ${rows.length} rows`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
}
