// Offsets. The server counts Unicode code points of a document's text; the browser counts UTF-16 units.

/** Code points before UTF-16 index `unit` of `text`. */
export function toPoints(text, unit) {
  let points = 0;
  for (let i = 0; i < unit; i += 1) {
    const high = text.charCodeAt(i);
    if (high >= 0xd800 && high <= 0xdbff && i + 1 < text.length) i += 1;
    points += 1;
  }
  return points;
}

/** UTF-16 index of code point `point` of `text`. */
export function toUnits(text, point) {
  let unit = 0;
  for (let seen = 0; seen < point && unit < text.length; seen += 1) {
    const high = text.charCodeAt(unit);
    unit += high >= 0xd800 && high <= 0xdbff && unit + 1 < text.length ? 2 : 1;
  }
  return unit;
}

/** UTF-16 index, within the text of `box`, of a place in its tree. */
export function placeInText(box, node, offset) {
  const range = document.createRange();
  range.setStart(box, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

/** The text node and offset at UTF-16 index `unit` of the text of `box`. */
export function nodeAt(box, unit) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  let before = 0;
  let node = walker.nextNode();
  let last = node;
  while (node) {
    if (unit <= before + node.length) return [node, unit - before];
    before += node.length;
    last = node;
    node = walker.nextNode();
  }
  return last ? [last, last.length] : [box, 0];
}

/** Words of `text` as [start, end] in UTF-16 units: runs without white space. */
export function wordsOf(text) {
  const found = [];
  for (const match of text.matchAll(/\S+/gu)) found.push([match.index, match.index + match[0].length]);
  return found;
}

const LETTER = /[\p{L}\p{N}]/u;

/** Widen [start, end) to whole words, where it begins or ends within one: a mouse is let go of a letter too early. */
export function whole(text, start, end) {
  let [from, to] = [start, end];
  while (from > 0 && LETTER.test(text[from]) && LETTER.test(text[from - 1])) from -= 1;
  while (to > from && to < text.length && LETTER.test(text[to - 1]) && LETTER.test(text[to])) to += 1;
  return [from, to];
}

/** Trim white space from the ends of [start, end). */
export function trimmed(text, start, end) {
  let [from, to] = [start, end];
  while (from < to && /\s/u.test(text[from])) from += 1;
  while (to > from && /\s/u.test(text[to - 1])) to -= 1;
  return [from, to];
}
