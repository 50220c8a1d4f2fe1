// What every script needs that sends something to keep: an id of its own, the page's token.

/** A random id (UUID version 4); crypto.randomUUID is missing where the page is not served securely. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Headers for a request that writes: the token stands on the body for htmx too. */
export function writeHeaders() {
  const held = JSON.parse(document.body.getAttribute("hx-headers"));
  return { "X-CSRFToken": held["x-csrftoken"], "Content-Type": "application/json" };
}

/** Take the page's token anew: signing in, in another tab, has changed it. */
export async function renewToken() {
  try {
    const text = await (await fetch(window.location.href, { credentials: "same-origin" })).text();
    const page = new DOMParser().parseFromString(text, "text/html"); // inert: no script of it runs
    const held = page.body.getAttribute("hx-headers");
    if (held) document.body.setAttribute("hx-headers", held);
  } catch { /* tried again with the next attempt to save */ }
}
