// The codebook beside a lesson: its own pages, loaded into a pane. A link or a search of them stays in the pane, and
// each entry that is opened is told to whoever asked for a look-up. Where there is no room the link opens the book itself.
const WIDE = "(min-width: 64rem)";

export class Beside {
  constructor(pane, words, opened) {
    this.pane = pane;
    this.words = words;
    this.opened = opened;
    this.form = null;
    pane.addEventListener("click", (event) => this.click(event));
    pane.addEventListener("submit", (event) => this.submit(event));
    pane.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  }

  fits() { return window.matchMedia(WIDE).matches; }

  open(url, form, from) {
    this.form = form;
    this.from = from;
    this.first = url;
    this.pane.hidden = false;
    document.body.classList.add("has-book");
    form.scrollIntoView({ block: "nearest" });
    this.load(url);
  }

  close() {
    this.pane.hidden = true;
    this.pane.replaceChildren();
    document.body.classList.remove("has-book");
    (this.from?.isConnected ? this.from : document.getElementById(this.form?.id)?.querySelector("a, input"))?.focus();
  }

  click(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const url = new URL(link.href, location.href);
    if (!url.pathname.startsWith("/codebook/")) { link.target = "_blank"; link.rel = "noopener"; return; }
    if (url.hash && url.pathname === this.at?.pathname && url.search === this.at.search) {
      event.preventDefault();
      this.pane.querySelector(`#${CSS.escape(url.hash.slice(1))}`)?.scrollIntoView();
      return;
    }
    event.preventDefault();
    this.load(url.href);
  }

  submit(event) {
    const form = event.target;
    event.preventDefault();
    if (form.method !== "get") return; // what would be kept belongs to the codebook's own pages
    const url = new URL(form.action, location.href);
    url.search = new URLSearchParams(new FormData(form, event.submitter)).toString();
    this.load(url.href);
  }

  async load(url) {
    this.at = new URL(url, location.href);
    this.pane.setAttribute("aria-busy", "true");
    let text = "";
    try {
      const response = await fetch(url, { credentials: "same-origin" });
      text = await response.text();
    } catch {
      window.open(url, "_blank", "noopener");
      return;
    } finally { this.pane.removeAttribute("aria-busy"); }
    if (this.at.href !== new URL(url, location.href).href) return; // something else was opened meanwhile
    const page = new DOMParser().parseFromString(text, "text/html"); // inert: no script of it runs
    const main = page.querySelector("main");
    const code = page.getElementById("cb-entry")?.dataset.code;
    for (const gone of main?.querySelectorAll("script, .no-print form, [data-cw-margin], .cb-tree, dialog") ?? []) gone.remove();
    this.pane.replaceChildren(this.head(), this.body(main));
    this.pane.scrollTop = 0;
    this.pane.querySelector("h1, h2")?.setAttribute("tabindex", "-1");
    this.pane.querySelector("h1, h2")?.focus({ preventScroll: true });
    if (code && this.form) this.opened(this.form.id, code);
  }

  head() {
    const head = document.createElement("div");
    head.className = "lesson-book-head";
    const title = document.createElement("b");
    title.textContent = this.words.title;
    const again = this.button(this.words.home, () => this.load(this.first));
    head.append(title, again, this.button(this.words.close, () => this.close()));
    return head;
  }

  button(word, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small button-quiet";
    made.textContent = word;
    made.addEventListener("click", (event) => { event.stopPropagation(); act(); });
    return made;
  }

  body(main) {
    const body = document.createElement("div");
    body.className = "lesson-book-page";
    body.append(...(main?.childNodes ?? []));
    return body;
  }
}
