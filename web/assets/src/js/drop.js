// A drop zone is a label around a file input: dropping a file is choosing it.
function show(zone, input) {
  const names = [...input.files].map((file) => file.name).join(", ");
  zone.querySelector("[data-drop-name]").textContent = names;
  zone.toggleAttribute("data-filled", names !== "");
}

export function prepare(root) {
  for (const zone of root.querySelectorAll("[data-drop]")) {
    const input = zone.querySelector("input[type=file]");
    input.addEventListener("change", () => show(zone, input));
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.setAttribute("data-over", "");
      });
    }
    zone.addEventListener("dragleave", () => zone.removeAttribute("data-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.removeAttribute("data-over");
      if (event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      show(zone, input);
    });
  }
}

prepare(document);
