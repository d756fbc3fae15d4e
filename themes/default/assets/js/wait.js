// A page that waits for something elsewhere sends its form again by itself. Without this there is a button.
(() => {
  const wait = document.querySelector("[data-wait]");
  const form = wait?.closest("form");
  const seconds = Number(wait?.dataset.wait);
  if (form && seconds > 0) setTimeout(() => form.requestSubmit(), seconds * 1000);
})();
