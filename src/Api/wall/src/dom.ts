import { say, type Language, type TextKey } from "./text/language.ts";

type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Makes an element. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Sets a text where it is another one. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets an attribute where it has another value. */
export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

type Translation = (language: Language) => void;
const translations: Translation[] = [];

/** Puts a text into an element, and the one of another language when that is chosen. The element stays as long as the page. */
export function translated<T extends Element>(element: T, key: TextKey, attribute?: string): T {
  translations.push((language) => {
    if (attribute) element.setAttribute(attribute, say(key, language));
    else element.textContent = say(key, language);
  });
  return element;
}

/** Says everything in a language. */
export function translate(language: Language): void {
  for (const translation of translations) translation(language);
}

/** A button that is named by a text. */
export function button(key: TextKey, className: string, onClick: () => void): HTMLButtonElement {
  const element = translated(make("button", { type: "button", class: className }), key);
  element.addEventListener("click", onClick);
  return element;
}

/** A choice of one: buttons of which one is pressed. */
export class Choice<T extends string> {
  readonly element: HTMLElement;
  private readonly buttons: ReadonlyMap<T, HTMLButtonElement>;

  constructor(options: readonly (readonly [value: T, key: TextKey])[], label: TextKey, onChoose: (value: T) => void) {
    this.buttons = new Map(options.map(([value, key]) => [value, button(key, "option", () => onChoose(value))]));
    this.element = translated(make("div", { class: "choice", role: "group" }, ...this.buttons.values()), label, "aria-label");
  }

  set(value: T): void {
    for (const [option, element] of this.buttons) setAttribute(element, "aria-pressed", String(option === value));
  }
}

/** Remembers what something was last made of, so that it is made again only of something else. */
export class Memo {
  private inputs: readonly unknown[] = [];

  changed(...inputs: readonly unknown[]): boolean {
    if (inputs.length === this.inputs.length && inputs.every((input, index) => Object.is(input, this.inputs[index]))) return false;
    this.inputs = inputs;
    return true;
  }
}
