// Makes or uses a passkey when the form is sent, and sends the browser's answer with it. The one part that needs a
// script: where this does not run, or the browser knows no passkeys, the page says so.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  // Browsers of today read and write the JSON themselves; for the others it is done by hand.
  const read = (what, json) => {
    const native = what === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
    if (PublicKeyCredential[native]) return PublicKeyCredential[native](json);
    const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
    const options = { ...json, challenge: bytes(json.challenge) };
    if (json.user) options.user = { ...json.user, id: bytes(json.user.id) };
    if (json.excludeCredentials) options.excludeCredentials = known(json.excludeCredentials);
    if (json.allowCredentials) options.allowCredentials = known(json.allowCredentials);
    return options;
  };

  const write = (credential) => {
    if (typeof credential.toJSON === "function") return credential.toJSON();
    const from = credential.response;
    const response = { clientDataJSON: text(from.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (from[part]) response[part] = text(from[part]);
    }
    if (from.getTransports) response.transports = from.getTransports();
    const id = text(credential.rawId);
    return { id, rawId: id, type: credential.type, response, clientExtensionResults: {} };
  };

  const ask = async (what, json) => {
    const publicKey = read(what, json);
    const asked = what === "create" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
    return JSON.stringify(write(await asked));
  };

  const reasons = { NotAllowedError: "notAllowed", AbortError: "notAllowed", InvalidStateError: "exists", SecurityError: "insecure" };

  for (const box of document.querySelectorAll("[data-passkey]")) {
    const form = box.closest("form");
    const button = form.querySelector("button[type=submit]");
    const lonely = !form.querySelector("input[type=password], input[required]");
    if (!window.PublicKeyCredential || !navigator.credentials) {
      if (lonely && button) button.disabled = true;
      continue;
    }
    const answer = box.querySelector("input");
    const failure = box.querySelector("[data-passkey-error]");
    box.querySelector(".passkey-hint").hidden = true;
    if (lonely && button) button.textContent = box.dataset.label;

    let asking = false;
    form.addEventListener("submit", async (event) => {
      if (answer.value) return;
      event.preventDefault();
      if (asking) return;
      asking = true;
      failure.hidden = true;
      try {
        answer.value = await ask(box.dataset.passkey, JSON.parse(box.dataset.options));
        form.requestSubmit(button);
      } catch (error) {
        failure.textContent = box.dataset[reasons[error?.name] ?? "failed"];
        failure.hidden = false;
      } finally {
        asking = false;
      }
    });

    // A page that comes back from the browser's memory asks anew.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) answer.value = "";
    });
  }
})();
