// One tick for all rows of the page; without script every row is ticked by itself, and "all of this list" has a button.
const place = document.querySelector("[data-tick-all]");
const ticks = [...document.querySelectorAll('input[name="case"]')];
if (place && ticks.length > 1) {
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "kern-form-check__checkbox";
  all.setAttribute("aria-label", place.dataset.tickAll);
  place.append(all);
  all.addEventListener("change", () => ticks.forEach((tick) => { tick.checked = all.checked; }));
  addEventListener("change", () => {
    const ticked = ticks.filter((tick) => tick.checked).length;
    all.checked = ticked === ticks.length;
    all.indeterminate = ticked > 0 && ticked < ticks.length;
  });
}
