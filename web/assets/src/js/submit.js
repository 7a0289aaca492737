// Filters apply when they change, and a long upload is sent once.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form && event.target.matches("select, input[type=date], input[type=radio]")) form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button[data-busy]");
  if (!button) return;
  button.setAttribute("aria-disabled", "true");
  button.textContent = button.dataset.busy;
  // A disabled button would not be sent with the form; ignoring the second press is enough.
  button.addEventListener("click", (press) => press.preventDefault());
});

window.addEventListener("pageshow", (event) => {
  // Back from the next page: the button that says "busy" would say so for ever.
  if (event.persisted) window.location.reload();
});
