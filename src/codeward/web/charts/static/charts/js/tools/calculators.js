// The codebook's calculators beside the record: their own pages, asked and shown here, their answers used on lines.
import { newId } from "../../../ui/js/sending.js";
import { announce, el, say } from "../dom.js";
import { beginning } from "../lines/fields.js";
import { choose, focusStep } from "../../../codebook/builder.js";
import { parsed } from "./panel.js";

const METHODS = { mdm: "decision making", time: "time" };
// The codes that a tool decides on, where its book holds others as well: visits by level, anesthesia. Only a line with one
// of them may get another code from it; a shot or a checkup that happens to be chosen keeps its own.
const DECIDES = { em: /^99(2[0-8]\d|3[01]\d|34\d|350)$/, anesthesia: /^0[01]\d{3}$/ };
const MOST_MODIFIERS = 4;
const TIMEOUT = 15_000;

/** What a tool's answer puts on a claim: rows of {system, code, modifiers, units, em}. */
export function results(tool, data, code) {
  if (tool === "pcs") return code ? [{ system: "icd10pcs", code, modifiers: [], units: null, em: null }] : [];
  const rows = (data?.result?.lines ?? []).map((line) => ({
    system: /^[A-Z]/.test(line.code) ? "hcpcs" : "cpt", code: line.code, modifiers: line.modifiers ?? [],
    // Anesthesia is reported in minutes.
    units: line.units ?? line.minutes ?? null, em: null,
  }));
  if (tool === "em" && rows.length) rows[0].em = worksheet(data);
  return rows;
}

/** How the level was reached, as a line keeps it. */
function worksheet({ inputs, result }) {
  const level = Object.fromEntries((result.elements ?? []).map((one) => [one.element, one.level]));
  const by = METHODS[result.method] ?? null;
  return {
    problems: level.problems ?? null, data: level.data ?? null, risk: level.risk ?? null,
    minutes: Number.isInteger(inputs.minutes) ? inputs.minutes : null,
    by: by === "time" && !Number.isInteger(inputs.minutes) ? null : by,
  };
}

/** The changes that put a row on a line: on `target`, or on a new one. */
export function changes(row, target, rank, claim, worked) {
  const line = target?.id ?? newId();
  const said = target
    ? (target.code === row.code ? [] : [{ kind: "set_code", line, code: row.code }])
    : [
      { kind: "add_line", line, rank, code: row.code, system: row.system, line_kind: "procedure" },
      ...beginning(claim, line, row.system),
    ];
  const modifiers = [...new Set([...(target?.modifiers ?? []), ...row.modifiers])].slice(0, MOST_MODIFIERS);
  if (row.modifiers.length) said.push({ kind: "set_modifiers", line, modifiers });
  if (row.units !== null && row.system !== "icd10pcs") said.push({ kind: "set_units", line, units: row.units });
  if (row.em) said.push({ kind: "set_em", line, em: row.em });
  if (worked.asked.length <= 4000) said.push({ kind: "set_worked", line, worked });
  return { line, said };
}

export class Calculators {
  /** @param {{panel: object, tools: object, given: object}} parts `tools` are the page's, `given` the data of them */
  constructor({ panel, tools, given }) {
    Object.assign(this, { panel, tools, given });
    this.words = given.words;
    this.tool = null;
    this.line = null;
    this.address = "";
    panel.body.addEventListener("submit", (event) => this.submit(event));
    panel.body.addEventListener("click", (event) => this.follow(event));
  }

  named(id) { return this.given.list.find((one) => one.id === id); }

  /** Open a tool; `line` is the one it was opened from, `asked` what it was asked before. */
  open(id, line = null, asked = null) {
    const tool = this.named(id);
    if (!tool) return;
    this.tool = tool;
    const fits = line && line.system === tool.system && (DECIDES[id]?.test(line.code) ?? true);
    this.line = fits || asked !== null ? line : null;
    this.panel.show(tool.name);
    const url = new URL(tool.url, window.location.href);
    if (asked !== null) url.search = asked;
    else if (fits) url.searchParams.set("code", line.code);
    this.panel.filled.hidden = asked !== null || id === "pcs";
    this.load(url);
  }

  async load(url) {
    const { body } = this.panel;
    const asking = Symbol("asking");
    this.asking = asking;
    body.setAttribute("aria-busy", "true");
    let page = null;
    try {
      const response = await fetch(url, { credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT) });
      // 422 is a page too: it says at the field what is wrong.
      if (response.ok || response.status === 422) page = parsed(await response.text());
    } catch { /* told below */ }
    if (this.asking !== asking || !this.panel.open) return;
    body.removeAttribute("aria-busy");
    if (!page) {
      body.replaceChildren(el("p", { role: "alert", tabindex: "-1", "data-focus": "" }, this.words.failed));
      body.firstElementChild.focus();
      return;
    }
    this.address = url.search.slice(1);
    this.show(page);
  }

  show(page) {
    const { body } = this.panel;
    const piece = page.querySelector(this.tool.id === "pcs" ? "#cb-builder" : ".cb-tool");
    const shown = document.importNode(piece, true);
    for (const link of shown.querySelectorAll("a[href]")) if (!this.mine(link)) link.target = "_blank";
    body.replaceChildren(shown);
    const held = page.getElementById("cb-data");
    const code = shown.querySelector("[data-code]")?.dataset.code ?? "";
    this.offer(results(this.tool.id, held ? JSON.parse(held.textContent) : null, code));
    this.focus(shown, Boolean(held));
  }

  /** Where the keyboard goes: what was refused, the answer, or the step of the builder. */
  focus(shown, answered) {
    const wrong = shown.querySelector("[aria-invalid]");
    if (wrong) wrong.focus();
    else if (this.tool.id === "pcs") focusStep();
    else if (answered) {
      const heading = shown.querySelector("#cb-answer");
      heading.tabIndex = -1;
      heading.focus();
    }
  }

  /** Whether a link stays in the tool. */
  mine(link) {
    const url = new URL(link.getAttribute("href"), window.location.href);
    return url.origin === window.location.origin && url.pathname === new URL(this.tool.url, window.location.href).pathname;
  }

  submit(event) {
    event.preventDefault();
    if (!this.tool) return;
    const url = new URL(event.target.getAttribute("action") || this.tool.url, window.location.href);
    const here = new URL(this.tool.url, window.location.href);
    url.pathname = here.pathname;
    url.hash = "";
    url.search = new URLSearchParams(new FormData(event.target)).toString();
    this.panel.filled.hidden = true;
    this.load(url);
  }

  follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || !this.tool || !this.mine(link)) return;
    event.preventDefault();
    const url = new URL(link.getAttribute("href"), window.location.href);
    url.hash = "";
    this.load(url);
  }

  key(event) { return this.tool?.id === "pcs" && choose(event); }

  /** Below the answer: each row that it makes, and the line it may go on. */
  offer(rows) {
    const { use } = this.panel;
    use.hidden = !rows.length;
    use.replaceChildren(...rows.map((row, place) => this.row(row, place)));
  }

  row(row, place) {
    const { words } = this;
    const name = [row.code, ...row.modifiers].join("-");
    const lines = this.tools.model.lines.map((line, at) => ({ line, at })).filter(({ line }) => line.system === row.system);
    const fits = this.line && place === 0 && this.line.system === row.system ? this.line : null;
    const chosen = fits ?? (place === 0 ? lines.find(({ line }) => line.code === row.code)?.line : null);
    const select = el(
      "select", { id: `tool-use-${place}`, class: "input" },
      el("option", { value: "" }, words.new_line),
      ...lines.map(({ line, at }) => el(
        "option", { value: line.id, selected: line.id === chosen?.id }, say(words.line, line.code, at + 1),
      )),
    );
    const button = el("button", {
      type: "button", class: "button button-small button-primary",
      onclick: () => {
        const target = this.tools.model.lines.find((line) => line.id === select.value) ?? null;
        const made = changes(row, target, this.tools.model.lastRank(), this.tools.data.claim, { tool: this.tool.id, asked: this.address });
        this.tools.saving.change(made.said);
        this.tools.answer.select(made.line);
        announce(say(words.used, name));
        box.replaceChildren(el("span", { class: "label", tabindex: "-1" }, say(words.used, name)));
        box.firstElementChild.focus();
      },
    }, words.use);
    const units = row.units !== null && row.system !== "icd10pcs" ? ` × ${row.units}` : "";
    const box = el(
      "div", { class: "tool-use-row" },
      el("label", { for: select.id }, say(words.use_on, `${name}${units}`)), select, button,
    );
    return box;
  }
}
