// Names for fields that the CMS's editor leaves without one: rich texts and the cells of tables.
(() => {
  "use strict";

  const headingOf = (field) => {
    for (let around = field.parentElement; around; around = around.parentElement) {
      const heading = around.querySelector(":scope > label, :scope > .w-panel__header .w-panel__heading");
      const words = heading ? heading.textContent.replace("*", "").trim() : "";
      if (words) return words;
    }
    return "";
  };

  const nameOfCell = (cell) => {
    const [, table, row, column] = cell.name.match(/^(.*)-cell-(\d+)-(\d+)$/) || [];
    const heading = document.getElementsByName(`${table}-column-${column}-heading`)[0];
    return `${heading ? heading.value : ""} ${Number(row) + 1}`.trim();
  };

  const nameAll = () => {
    for (const field of document.querySelectorAll(".public-DraftEditor-content:not([aria-label])")) {
      field.setAttribute("aria-label", headingOf(field));
    }
    for (const cell of document.querySelectorAll(".typed-table-block td input[name*='-cell-']")) {
      const name = nameOfCell(cell);
      if (cell.getAttribute("aria-label") !== name) cell.setAttribute("aria-label", name);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[data-edit-form]");
    if (!form) return;
    nameAll();
    new MutationObserver(nameAll).observe(form, { childList: true, subtree: true });
    form.addEventListener("change", nameAll);
  });
})();
