// Whoever is back from another site, with nothing left to type or to tick, is taken on at once. Without this there is a button.
(() => {
  const form = document.querySelector("[data-brought]")?.closest("form");
  if (form && !form.querySelector("input:not([type=hidden])")) form.requestSubmit();
})();
