// What is said of an answer is read out when htmx brings it: the part itself is new then, and no live region yet.
const voice = document.createElement("div");
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
document.body.append(voice);

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.target;
  const said = part.matches?.("[data-verdict]") ? part : part.querySelector?.("[data-verdict]");
  if (said) voice.textContent = said.innerText;
});
