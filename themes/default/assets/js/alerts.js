// Messages can be closed. Without this they simply stay until the next page.
(() => {
  for (const button of document.querySelectorAll("[data-dismiss]")) {
    button.hidden = false;
    button.addEventListener("click", () => button.closest(".alert").remove());
  }
})();
