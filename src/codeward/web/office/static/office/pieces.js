// Files of the Books page go in pieces: each is a small request that every proxy takes, and none is lost by a hiccup.
const TRIES = 4;

class Refused extends Error {}

const sentence = (...parts) => parts.filter(Boolean).map((part) => `${part.replace(/\.$/, "")}.`).join(" ");

async function asked(url, token, options) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await fetch(url, {
        method: "POST",
        credentials: "same-origin",
        ...options,
        headers: { "X-CSRFToken": token, ...options.headers },
      });
      const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
      const json = isJson ? await answer.json() : {};
      if (isJson && answer.ok) return json;
      if (json.error) throw new Refused(sentence(json.error, json.way_out));
      if (answer.status < 500 && answer.status !== 429) throw new Refused("");
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    if (attempt === TRIES) throw new Refused("");
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
  }
}

async function sent(form, files, shown) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const begin = new URLSearchParams();
  for (const field of ["release", "licensed"]) {
    const input = form.elements[field];
    if (input && (input.type !== "checkbox" || input.checked)) begin.set(field, input.value);
  }
  for (const file of files) {
    begin.append("name", file.name);
    begin.append("size", String(file.size));
  }
  const { upload, piece } = await asked(form.dataset.begin, token, { body: begin });
  const headers = { "X-Upload": upload, "Content-Type": "application/octet-stream" };
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let before = 0;
  for (const [number, file] of files.entries()) {
    let start = 0;
    do {
      const body = file.slice(start, start + piece);
      const { there } = await asked(`${form.dataset.add}?file=${number}&from=${start}`, token, { body, headers });
      start = there;
      shown((before + start) / total);
    } while (start < file.size);
    before += file.size;
  }
  return (await asked(form.dataset.end, token, { headers, body: "" })).url;
}

for (const form of document.querySelectorAll("form[data-pieces]")) {
  const button = form.querySelector("button");
  const sending = form.querySelector("[data-sending]");
  const refused = form.querySelector("[data-refused]");
  const broken = form.querySelector("[data-words]").dataset.broken;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    refused.hidden = true;
    sending.hidden = false;
    try {
      const url = await sent(form, [...form.elements.files.files], (part) => {
        sending.querySelector("progress").value = 100 * part;
        sending.querySelector(".num").textContent = `${Math.floor(100 * part)} %`;
      });
      location.assign(url);
    } catch (error) {
      refused.querySelector("div").textContent = (error instanceof Refused && error.message) || broken;
      refused.hidden = false;
      sending.hidden = true;
      button.disabled = false;
    }
  });
}
