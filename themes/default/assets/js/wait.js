// A page that waits for something elsewhere asks again by itself, and shows what the panel answers once that says something
// else. Until then it stays as it is, for whoever listens to it or moves through it. Without this there is a button.
(() => {
  const wait = document.querySelector("[data-wait]");
  const form = wait?.closest("form");
  const seconds = Number(wait?.dataset.wait);
  // What people type is theirs to send.
  const typed = form?.querySelector("input:not([type=hidden]):not([type=checkbox])");
  if (!form || typed || !(seconds > 0)) return;

  const says = (page) => {
    const waits = page.querySelector("[data-wait]");
    return waits && (waits.closest(".prompts") ?? waits).textContent;
  };
  const before = says(document);
  let asking = false;

  const ask = async () => {
    asking = true;
    try {
      const [action, fields] = [form.getAttribute("action"), new URLSearchParams(new FormData(form))];
      const looks = form.method === "get";
      const answer = await (looks ? fetch(`${action}?${fields}`) : fetch(action, { method: "POST", body: fields }));
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
