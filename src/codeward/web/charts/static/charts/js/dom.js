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

/** Whether the window shows one pane at a time. */
export const narrow = () => window.matchMedia("(max-width: 47.99rem)").matches;
