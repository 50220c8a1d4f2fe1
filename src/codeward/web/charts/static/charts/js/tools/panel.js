// A panel beside the record: over codebook and answer, never over the record. One thing stands in it at a time.
import { narrow } from "../dom.js";

export class Panel {
  /** @param {{onClose?: Function, onKey?: Function}} given `onKey` is asked first about each key pressed in it */
  constructor(root, given = {}) {
    this.root = root;
    this.given = given;
    this.title = root.querySelector("h2");
    this.body = root.querySelector("[data-body]");
    this.use = root.querySelector("[data-use]");
    this.filled = root.querySelector("[data-filled]");
    this.behind = [...root.parentElement.children].filter((one) => one !== root);
    this.from = null;
    root.querySelector("[data-close]").addEventListener("click", () => this.close());
    root.addEventListener("keydown", (event) => this.key(event));
    // What lies below cannot be reached; F6 goes between the panel and the record.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "F6" || root.hidden) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (root.contains(document.activeElement)) this.toRecord();
      else this.enter();
    }, true);
  }

  get open() { return !this.root.hidden; }

  key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      return;
    }
    if (this.given.onKey?.(event)) { event.stopPropagation(); return; }
    // A character typed here is for what stands here, not one of the workspace's keys.
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  }

  /** Open with a title. The element that opened it has the keyboard again on closing. */
  show(title) {
    if (this.root.hidden) this.from = document.activeElement;
    this.title.textContent = title;
    this.use.hidden = true;
    this.filled.hidden = true;
    this.body.replaceChildren();
    this.root.hidden = false;
    for (const one of this.behind) one.inert = true;
    if (narrow() && this.root.closest(".workspace").dataset.show === "record") this.tab("answer");
    this.title.focus();
  }

  /** The pane that a phone shows. */
  tab(name) { document.querySelector(`[data-pane-tab="${name}"]`)?.click(); }

  enter() {
    if (narrow()) this.tab("answer");
    this.title.focus();
  }

  toRecord() {
    if (narrow()) this.tab("record");
    document.querySelector("#pane-record .record:not([hidden] *)")?.focus();
  }

  close() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    for (const one of this.behind) one.inert = false;
    this.given.onClose?.();
    if (this.from?.isConnected) this.from.focus();
    else document.querySelector("#answer-name").focus();
  }
}

/** The elements of a piece of page from the server, with the ids of this page kept clear of scripts. */
export function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}
