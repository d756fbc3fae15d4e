// Lets a password be shown while it is typed. Without this the button stays hidden.
(() => {
  for (const button of document.querySelectorAll("[data-show-secret]")) {
    const field = document.getElementById(button.dataset.showSecret);
    if (!field) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    });
    // A browser that remembers field values must not remember a password as plain text.
    field.form?.addEventListener("submit", () => {
      field.type = "password";
    });
  }
})();
