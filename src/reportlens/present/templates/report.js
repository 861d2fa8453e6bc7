"use strict";
// Tables that can be sorted and filtered. Without this script the page reads the same.
const number = new Intl.NumberFormat("en");
for (const table of document.querySelectorAll("table[data-sort]")) {
  const body = table.tBodies[0];
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v;
  };
  const heads = table.querySelectorAll("th[data-col]");
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = head.dataset.hint;
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isNumber = head.classList.contains("num");
      const state = head.getAttribute("aria-sort");
      const down = state ? state === "ascending" : isNumber;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const column = Number(head.dataset.col);
      const rows = Array.from(body.rows, (row) => [keyOf(row, column), row]);
      rows.sort(([a], [b]) => {
        // What is not known stands last, whichever way.
        if (a === "" || b === "") return (a === "") - (b === "");
        const order = isNumber ? Number(a) - Number(b) : a.localeCompare(b, document.documentElement.lang);
        return down ? -order : order;
      });
      body.append(...rows.map(([, row]) => row));
    });
  }
}
for (const filter of document.querySelectorAll(".filter")) {
  const input = filter.querySelector("input");
  const told = filter.querySelector("output");
  const rows = Array.from(document.getElementById(filter.dataset.table).tBodies[0].rows);
  filter.hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += !row.hidden;
    }
    told.value = wanted && filter.dataset.said.replace("{n}", number.format(shown)).replace("{m}", number.format(rows.length));
  });
}
