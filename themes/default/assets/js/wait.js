// A page that waits for something elsewhere asks again by itself, and shows what the panel answers once that says something
// else. Until then it stays as it is, for whoever listens to it or moves through it. Without this there is a button.
(() => {
  const wait = document.querySelector("[data-wait]");
  const form = wait?.closest("form");
  const seconds = Number(wait?.dataset.wait);
  // What people type is theirs to send.
  const typed = form?.querySelector("input:not([type=hidden]):not([type=checkbox])");
  if (!form || typed || !(seconds > 0)) return;

  const says = (page) => page.querySelector("[data-wait]") && page.querySelector(".prompts").textContent;
  const before = says(document);
  let asking = false;

  const ask = async () => {
    asking = true;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
      const page = await answer.text();
      if (says(new DOMParser().parseFromString(page, "text/html")) !== before) {
        history.replaceState(null, "", answer.url);
        document.open();
        document.write(page);
        document.close();
        return;
      }
    } catch {
      // The network is away; it is asked again.
    }
    asking = false;
    setTimeout(ask, seconds * 1000);
  };

  // The answer to a question that is under way comes anyway.
  form.addEventListener("submit", (event) => asking && event.preventDefault());
  setTimeout(ask, seconds * 1000);
})();
