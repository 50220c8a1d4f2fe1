// Small helpers for building the page. Text goes in as text: nothing here reads markup.

/** Make an element: el("button", {class: "code", type: "button", onclick: f}, "text", child …) */
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawn sign from the templates in the page (`<template id="icon-name">`). */
export function icon(name) {
  const source = document.getElementById(`icon-${name}`);
  return source ? source.content.firstElementChild.cloneNode(true) : document.createElementNS(SVG, "svg");
}

/** Fill a sentence: %s with `text`, %n with `number`. */
export function say(sentence, text = "", number = "") {
  return sentence.replace("%s", () => text).replace("%n", () => String(number));
}

/** One or many: words.KEY_one for 1, words.KEY otherwise. */
export function count(words, key, number) {
  return number === 1 && words[`${key}_one`] ? words[`${key}_one`] : say(words[key], "", number);
}

/** Read out by screen readers, once. */
export function announce(text) {
  const region = document.getElementById("announcer");
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 30);
}

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

/** Whether the window shows one pane at a time. */
export const narrow = () => window.matchMedia("(max-width: 47.99rem)").matches;
