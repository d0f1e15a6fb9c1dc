// The slider of the map: moving it shows the year, letting go opens it. Without script its button does.
const form = document.querySelector("[data-year-slider]");
if (form) {
  const slider = form.querySelector("input[type=range]");
  const shown = form.querySelector("output");
  slider.addEventListener("input", () => { shown.value = slider.value; });
  slider.addEventListener("change", () => form.requestSubmit());
}
