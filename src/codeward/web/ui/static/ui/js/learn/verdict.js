// What is said of an answer is read out when it is brought: the part itself is new then, and no live region yet.
const voice = document.createElement("div");
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
document.body.append(voice);

const tell = (part) => {
  const said = part.matches?.("[data-verdict]") ? part : part.querySelector?.("[data-verdict]");
  if (said) voice.textContent = said.innerText;
};

document.addEventListener("htmx:afterSettle", (event) => tell(event.target));
// A page that puts parts in place by itself says so.
document.addEventListener("learn:shown", (event) => { if (event.detail.tell) tell(event.target); });
