import { Choice, make, Memo, setText, translated } from "../dom.ts";
import { breakdowns, type Breakdown } from "../model/view.ts";
import { count, exactCount, exactYuan, failureRate, yuan } from "../text/format.ts";
import { say, type Language } from "../text/language.ts";
import { csvButton, panelElement, type Actions, type Frame, type Panel } from "./panel.ts";

/** Where orders fail: by payment gateway, sales channel or business result. */
export class BreakdownPanel implements Panel {
  private readonly choice: Choice<Breakdown>;
  private readonly body = make("tbody");
  private readonly note = make("span", { class: "note" });
  private readonly keyHead = make("th", { scope: "col" });
  readonly element: HTMLElement;
  private readonly memo = new Memo();
  private frame: Frame | undefined;

  constructor(actions: Actions) {
    this.choice = new Choice(breakdowns.map((by) => [by, by]), "where", (by) => actions.show({ by }));
    const heads = (["failed", "failureRate", "orders", "amount"] as const).map((key) => translated(make("th", { scope: "col" }), key));
    const table = make("table", {}, make("thead", {}, make("tr", {}, this.keyHead, ...heads)), this.body);
    this.element = panelElement(
      "breakdown", "where", [this.note, this.choice.element, csvButton(() => `${this.frame?.view.by}-${this.frame?.figures.day}`, () => this.table())],
      translated(make("div", { class: "scroll", tabindex: "0", role: "group" }, table), "where", "aria-label"));
  }

  update(frame: Frame): void {
    this.frame = frame;
    const { figures, view: { by, language }, replayed } = frame;
    this.choice.set(by);
    this.note.hidden = replayed === undefined;
    if (!this.memo.changed(figures.breakdown.value, by, language)) return;
    setText(this.note, say("wholeDay", language));
    setText(this.keyHead, say(by, language));
    const items = figures.breakdown.value?.items ?? [];
    const most = Math.max(1, ...items.map((item) => item.failed));
    this.body.replaceChildren(...items.map((item) => {
      const bar = make("i", { class: "bar", "aria-hidden": "true" });
      bar.style.setProperty("--share", (item.failed / most).toFixed(4));
      return make(
        "tr", {}, make("th", { scope: "row" }, keyName(item.key, language)), make("td", { class: "bad", title: exactCount(item.failed) }, bar, count(item.failed, language)),
        make("td", {}, failureRate(item.failed, item.total)), make("td", { title: exactCount(item.total) }, count(item.total, language)),
        make("td", { title: exactYuan(item.amountFen) }, yuan(item.amountFen, language)));
    }));
  }

  private table(): (string | number | undefined)[][] {
    const { figures, view: { by, language } } = this.frame!;
    return [
      [say("day", language), say(by, language), say("orders", language), say("succeeded", language), say("failed", language), say("amountYuan", language)],
      ...(figures.breakdown.value?.items ?? []).map((item) => [figures.day, item.key, item.total, item.succeeded, item.failed, item.amountFen / 100]),
    ];
  }
}

const keyName = (key: string, language: Language): string => (key === "unknown" || key === "other" ? say(key, language) : key);
