// Small comforts; every page works without them.

// htmx is fetched only by pages that use it, and only when they stand: started earlier it would miss its own beginning.
addEventListener("load", () => {
  if (window.htmx || !document.querySelector("[hx-get], [hx-post], [hx-boost]")) return;
  const script = document.createElement("script");
  script.src = document.querySelector('meta[name="htmx-address"]').content;
  document.head.append(script);
});

// After a refused form the summary of what to mend is read first.
document.querySelector("[data-focus]")?.focus();

// Open menus made of <details> close with Escape and when one clicks elsewhere.
const menus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

// A table shown as cards loses its meaning for some screen readers unless the roles are spelt out.
for (const table of document.querySelectorAll("table.table--cards")) {
  table.setAttribute("role", "table");
  for (const group of table.querySelectorAll("thead, tbody, tfoot")) group.setAttribute("role", "rowgroup");
  for (const row of table.rows) row.setAttribute("role", "row");
  for (const cell of table.querySelectorAll("td")) cell.setAttribute("role", "cell");
  for (const head of table.querySelectorAll("thead th")) head.setAttribute("role", "columnheader");
  for (const head of table.querySelectorAll("tbody th, tfoot th")) head.setAttribute("role", "rowheader");
}

// A link to a page that asks "really?" opens the same question as a dialog.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});
