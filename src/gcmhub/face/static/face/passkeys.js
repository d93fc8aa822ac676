// Passkeys (WebAuthn): a form with data-passkey ("add", "use", "sign-in") sends what a device answers in its field "credential".
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));
const ANSWERS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

// The answer of a device as JSON, as the specification names its parts.
function told(credential) {
  const response = {};
  for (const name of ANSWERS) if (credential.response[name]) response[name] = text(credential.response[name]);
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

// A new key; one that signs in alone lives on the device and asks for finger, face or PIN.
function make({ publicKey: asked }, alone) {
  const wish = { ...asked.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) wish.userVerification = "required";
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const known = named(asked.excludeCredentials);
  return navigator.credentials.create({
    publicKey: { ...asked, challenge: bytes(asked.challenge), user, excludeCredentials: known, authenticatorSelection: wish },
  });
}

const use = ({ publicKey: asked }) =>
  navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) } });

async function options(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = form.querySelector("[role=alert]");
    problem.hidden = true;
    try {
      const asked = await options(form);
      const alone = form.elements.passwordless?.checked ?? false;
      form.elements.credential.value = told(await (form.dataset.passkey === "add" ? make(asked, alone) : use(asked)));
      form.submit();
    } catch {
      problem.hidden = false;  // closed by the person, too slow, or a key that this hub does not know
    }
  });
}
