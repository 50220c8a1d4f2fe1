// Search as one types: an ARIA combobox with a listbox. A key that chooses waits for the answer to the words that stand
// in the field when it is pressed, so that nothing of the words before is ever opened or added.
const PAUSE = 150;

/**
 * @typedef {object} Given
 * @property {(words: string) => Promise<{items: object[]}>} ask the answer to the words; throws where there is none
 * @property {(item: object, place: number) => HTMLElement} draw an element for the list; it is made an option here
 * @property {(item: object, event: Event) => void} choose what a click or Enter does
 * @property {(found: {items: object[]}) => void=} shown after the options stand on the page
 * @property {(error: Error) => void=} failed
 * @property {() => void=} before each new question
 * @property {() => string=} wanted the words, and what else says which options are wanted
 */
export class Combobox {
  /** @param {HTMLInputElement} input @param {HTMLElement} list @param {Given} given */
  constructor(input, list, given) {
    this.input = input;
    this.list = list;
    this.given = given;
    this.items = [];
    this.active = -1;
    this.asked = 0;
    this.answered = null; // the words that the options on the page answer; null while they answer none
    this.seeking = null;
    this.pending = Promise.resolve();
    input.addEventListener("input", () => this.later());
    list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) given.choose(this.items[Number(option.dataset.place)], event);
    });
  }

  get words() { return this.given.wanted ? this.given.wanted() : this.input.value.trim(); }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  search() {
    clearTimeout(this.timer);
    this.seeking = this.words;
    this.pending = this.seek();
    return this.pending;
  }

  async seek() {
    const words = this.words;
    this.asked += 1;
    const mine = this.asked;
    this.answered = null;
    this.given.before?.();
    try {
      const found = await this.given.ask(words);
      if (mine !== this.asked) return;
      this.show(found.items);
      this.answered = words;
      this.given.shown?.(found);
    } catch (error) {
      if (mine !== this.asked) return;
      this.show([]);
      this.given.failed?.(error);
    } finally {
      if (mine === this.asked && this.answered === null) this.seeking = null;
    }
  }

  /**
   * Wait until the options answer the words now in the field: a key may come before the pause is over, or the answer.
   * False where they do not, because the question failed or the words changed by now.
   */
  async settled() {
    const words = this.words;
    if (this.answered !== words) {
      if (this.seeking !== words) this.search();
      await this.pending;
    }
    return this.words === words && this.answered === words;
  }

  show(items) {
    this.items = items;
    this.active = -1;
    this.list.replaceChildren(...items.map((item, place) => {
      const option = this.given.draw(item, place);
      option.setAttribute("role", "option");
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("aria-selected", "false");
      option.dataset.place = place;
      return option;
    }));
    this.unfold(items.length > 0);
    if (items.length) this.activate(0);
  }

  /** Show or fold the list, and say which. */
  unfold(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
    if (open && this.active >= 0) this.activate(this.active);
  }

  activate(place) {
    const options = this.list.children;
    if (options[this.active]) options[this.active].setAttribute("aria-selected", "false");
    this.active = place;
    const option = options[place];
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    if (!this.items.length) return;
    if (this.list.hidden) { this.unfold(true); return; }
    this.activate((this.active + by + this.items.length) % this.items.length);
  }

  /** The option that is active once the answer to the words in the field is there; null where there is none. */
  async chosen() {
    return (await this.settled()) ? this.items[this.active] ?? null : null;
  }
}
