// Makes or uses a passkey and sends the browser's answer with the form. The one part that needs a script.
(() => {
  const ask = (what, options) =>
    what === "create"
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });

  for (const box of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) continue;
    const button = box.querySelector("button");
    const answer = box.querySelector("input");
    const failure = box.querySelector("[role=alert]");
    box.querySelector(".passkey-hint").hidden = true;
    button.hidden = false;
    button.addEventListener("click", async () => {
      failure.hidden = true;
      try {
        const credential = await ask(box.dataset.passkey, JSON.parse(box.dataset.options));
        answer.value = JSON.stringify(credential.toJSON());
        answer.form.requestSubmit();
      } catch {
        failure.textContent = box.dataset.failed;
        failure.hidden = false;
      }
    });
  }
})();
