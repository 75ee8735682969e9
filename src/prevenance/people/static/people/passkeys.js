// A passkey is made or used by the browser; its answer leaves in a plain form. Nothing is stored, nothing is fetched.
const read = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const write = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function opened(given) {
  const options = { ...given, challenge: read(given.challenge) };
  if (given.user) options.user = { ...given.user, id: read(given.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (given[list]) options[list] = given[list].map((one) => ({ ...one, id: read(one.id) }));
  }
  return options;
}

function told(made) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[part]) response[part] = write(made.response[part]);
  }
  return JSON.stringify({ id: made.id, rawId: write(made.rawId), type: made.type, response, clientExtensionResults: {} });
}

const form = document.getElementById("passkey");
if (form && window.PublicKeyCredential) {
  form.hidden = false;
  document.getElementById("passkey-impossible")?.remove();
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const failed = document.getElementById("passkey-failed");
    failed.hidden = true;
    try {
      const publicKey = opened(JSON.parse(form.dataset.options).publicKey);
      const made = form.dataset.what === "make"
        ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
      form.elements.answer.value = told(made);
      form.submit();
    } catch {
      failed.hidden = false;
      failed.focus();
    }
  });
}
