// A long select becomes a text field with suggestions; the select stays and is what is sent.
function replace(select) {
  const options = [...select.options].filter((option) => option.value !== "");
  const list = document.createElement("datalist");
  list.id = `${select.id}-list`;
  for (const option of options) list.append(new Option("", option.label));

  const input = document.createElement("input");
  input.className = "utrecht-textbox utrecht-textbox--html-input";
  input.autocomplete = "off";
  input.required = select.required;
  input.placeholder = select.options[0]?.value === "" ? select.options[0].label : "";
  input.setAttribute("list", list.id);
  const described = select.getAttribute("aria-describedby");
  if (described) input.setAttribute("aria-describedby", described);
  input.value = select.value === "" ? "" : select.selectedOptions[0].label;

  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    const found = options.find((option) => option.label.toLowerCase() === wanted);
    select.value = found ? found.value : "";
    input.setCustomValidity(found || wanted === "" ? "" : select.dataset.choose);
    if (found || wanted === "") select.dispatchEvent(new Event("change", { bubbles: true }));
  });

  input.id = select.id;
  select.id = `${input.id}-select`;
  select.required = false;
  select.hidden = true;
  select.before(input, list);
}

for (const select of document.querySelectorAll("select[data-choose]")) replace(select);
