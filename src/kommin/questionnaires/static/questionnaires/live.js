// What the house finds wrong while somebody types appears beside its field, marked as the page has it after saving.
// The house sends the sentences with each save: in #live-errors, or in the messages of a question. Without this script
// the same appears when the form is sent.

const INPUTS = "input[id]:not([type=hidden]), select[id], textarea[id]";
const touched = new Set();
addEventListener("change", (event) => touched.add(event.target.id), true);

const toggle = (element, wrong) => element.classList.toggle(`${element.classList[0]}--error`, wrong);

const mark = (input, wrong) => {
  if (wrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  toggle(input, wrong);
};

const describe = (input, id, wrong) => {
  const ids = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  if (wrong) ids.push(id);
  if (ids.length) input.setAttribute("aria-describedby", ids.join(" "));
  else input.removeAttribute("aria-describedby");
};

const put = (error, input) => {
  error.setAttribute("role", "alert");
  const field = input.closest(".field");
  if (input.closest("td")) input.after(error);
  else [...field.querySelectorAll(":scope > .kern-label, :scope > .kern-hint")].at(-1).after(error);
};

const fromList = (list) => {
  if (list.dataset.placed) return; // told again with each further piece of the same answer
  list.dataset.placed = "yes";
  const errors = new Map([...list.children].map((entry) => [entry.dataset.for, entry.firstElementChild]));
  for (const input of list.closest("form").querySelectorAll(INPUTS)) {
    const id = `${input.id}_error`;
    const shown = list.closest("form").querySelector(`[id="${id}"]:not(#live-errors *)`);
    const error = errors.get(input.id);
    if (!shown && !touched.has(input.id) && !input.value) continue; // nobody has been there yet
    if (shown?.textContent === error?.textContent) continue;
    shown?.remove();
    if (error) put(error, input);
    mark(input, Boolean(error));
    describe(input, id, Boolean(error));
    const field = input.closest(".field");
    if (field && !input.closest("td")) toggle(field, Boolean(error));
  }
};

const fromMessages = (messages) => {
  const field = messages.closest(".field");
  const wrong = messages.textContent.trim() !== "";
  toggle(field, wrong);
  if (!field.matches("fieldset")) for (const input of field.querySelectorAll(INPUTS)) mark(input, wrong);
};

document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.target.id === "live-errors") fromList(event.target);
  else if (event.target.matches(".question__messages")) fromMessages(event.target);
});

// Beside the editor the preview shows the question that is being edited.
const showEdited = () => {
  const box = document.querySelector(".question--edited");
  const pane = box?.closest(".editor__preview");
  if (pane) pane.scrollTop += box.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 4;
};
showEdited();
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "preview") showEdited();
});
