// Time left. The server says how many seconds; between two of its answers the page counts by the browser's steady
// clock, which nobody can set. Nothing is announced each second: the element has the role timer, and one line is told
// at the warning. Hidden, it keeps its place. For the app: timer:warn, timer:over and timer:wake (the page was away and
// may be late: ask the server) are events of the element; timer:set with detail.left corrects it, and detail.paused
// begins or ends a break.
const HIDDEN = "cw-timer-hidden";
const two = (n) => String(n).padStart(2, "0");
const running = new WeakMap();

function kept(value) {
  try {
    if (value !== undefined) sessionStorage.setItem(HIDDEN, value);
    return sessionStorage.getItem(HIDDEN) === "1";
  } catch {
    return value === "1"; // a browser that stores nothing forgets it with the page
  }
}

function tell(timer, name) {
  timer.dispatchEvent(new CustomEvent(name, { bubbles: true }));
}

function warn(timer) {
  const box = (timer.closest("[data-sitting]") ?? document).querySelector("[data-timer-warning]");
  const waiting = box?.querySelector("template");
  if (!waiting) return;
  const line = waiting.content.cloneNode(true);
  waiting.remove();
  box.append(line);
}

function draw(timer) {
  const state = running.get(timer);
  const gone = "paused" in timer.dataset ? 0 : (performance.now() - state.since) / 1000;
  const left = Math.max(0, Math.ceil(state.left - gone));
  const time = timer.querySelector("time");
  time.textContent = `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  time.dateTime = `PT${Math.floor(left / 3600)}H${Math.floor(left / 60) % 60}M${left % 60}S`;
  if (left <= Number(timer.dataset.warn) && !state.warned) {
    state.warned = true;
    warn(timer);
    tell(timer, "timer:warn");
  }
  if (left === 0 && !state.over) {
    state.over = true;
    tell(timer, "timer:over");
  }
}

function hide(timer, hidden) {
  timer.classList.toggle("timer-hidden", hidden);
  const button = timer.querySelector(".timer-hide");
  button.textContent = hidden ? button.dataset.show : button.dataset.hide;
}

function start(timer) {
  if (running.has(timer)) return;
  running.set(timer, { left: Number(timer.dataset.timer), since: performance.now(), warned: false, over: false });
  timer.querySelector(".timer-hide").hidden = false;
  hide(timer, kept());
  draw(timer);
}

const all = () => document.querySelectorAll("[data-timer]");
const startAll = () => all().forEach(start);

// The box becomes a live region before something is put into it: only what comes later is read out.
for (const box of document.querySelectorAll("[data-timer-warning]")) box.setAttribute("role", "status");
startAll();
document.addEventListener("htmx:afterSettle", startAll);
setInterval(() => all().forEach((timer) => running.has(timer) && draw(timer)), 1000);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") all().forEach((timer) => tell(timer, "timer:wake"));
});
document.addEventListener("timer:set", (event) => {
  const state = running.get(event.target);
  if (!state) return;
  const { left, paused } = event.detail;
  if (paused !== undefined) event.target.toggleAttribute("data-paused", paused);
  const over = left <= 0 && state.over; // granted time opens it again
  running.set(event.target, { ...state, left, since: performance.now(), over });
  draw(event.target);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".timer-hide");
  if (button) {
    const timer = button.closest("[data-timer]");
    hide(timer, kept(timer.classList.contains("timer-hidden") ? "0" : "1"));
  }
  event.target.closest?.("[data-timer-dismiss]")?.closest("p").remove();
});
