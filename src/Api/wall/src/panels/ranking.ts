import type { ProvinceOrders } from "../api/contract.ts";
import { make, Memo, setAttribute, setText, translated } from "../dom.ts";
import { metricDefinitions } from "../model/metric.ts";
import { provinceName } from "../model/provinces.ts";
import { count, failureRate } from "../text/format.ts";
import { say } from "../text/language.ts";
import { csvButton, panelElement, type Actions, type Frame, type Panel } from "./panel.ts";

const none: readonly ProvinceOrders[] = [];

/** The provinces' orders, as of the minute that is shown. */
export const provincesOf = ({ figures, replayed }: Frame): readonly ProvinceOrders[] => replayed?.provinces ?? figures.provinces.value?.provinces ?? none;

/** The provinces as a table. */
export function provinceRows(frame: Frame | undefined): (string | number)[][] {
  if (!frame) return [];
  const { figures, view: { language } } = frame;
  return [
    [say("day", language), say("province", language), say("orders", language), say("succeeded", language), say("failed", language), say("amountYuan", language)],
    ...provincesOf(frame).map((row) => [figures.day ?? "", provinceName(row.code, language), row.total, row.succeeded, row.failed, row.amountFen / 100]),
  ];
}

/** The provinces in the order of what they are compared by. */
export class Ranking implements Panel {
  private readonly list = make("ol", { class: "ranks" });
  private readonly heading = make("span", { class: "legend" });
  readonly element: HTMLElement;
  private readonly memo = new Memo();
  private readonly rows = new Map<string, RankRow>();
  private frame: Frame | undefined;

  constructor(private readonly actions: Actions) {
    const scroll = translated(make("div", { class: "scroll", tabindex: "0", role: "group" }, this.list), "ranking", "aria-label");
    this.element = panelElement("ranking", "ranking", [this.heading, csvButton(() => `provinces-${this.frame?.figures.day}`, () => provinceRows(this.frame))], scroll);
  }

  update(frame: Frame): void {
    this.frame = frame;
    const { view: { metric, language, province: chosen } } = frame;
    const provinces = provincesOf(frame);
    if (!this.memo.changed(provinces, metric, language, chosen)) return;
    const definition = metricDefinitions[metric];
    setText(this.heading, `${say(definition.title, language)} · ${say(metric === "rate" ? "failed" : "failureRate", language)}`);
    const sorted = [...provinces].sort((one, other) => definition.value(other) - definition.value(one));
    const most = sorted[0] ? definition.value(sorted[0]) : 0;
    this.list.className = `ranks ${definition.isBad ? "bad" : "good"}`;
    sorted.forEach((province, index) => {
      const row = this.row(province.code);
      row.update(index + 1, provinceName(province.code, language), definition.format(province, language), definition.exact(province), metric === "rate" ? count(province.failed, language) : failureRate(province.failed, province.total), most > 0 ? definition.value(province) / most : 0, province.code === chosen);
      if (this.list.children[index] !== row.element) this.list.insertBefore(row.element, this.list.children[index] ?? null);
    });
    this.forget(new Set(sorted.map((province) => province.code)));
  }

  private row(code: string): RankRow {
    const known = this.rows.get(code);
    if (known) return known;
    const row = new RankRow(() => this.actions.drill(code));
    this.rows.set(code, row);
    return row;
  }

  private forget(kept: ReadonlySet<string>): void {
    for (const [code, row] of this.rows) {
      if (kept.has(code)) continue;
      row.element.remove();
      this.rows.delete(code);
    }
  }
}

class RankRow {
  private readonly place = make("span", { class: "place" });
  private readonly name = make("span", { class: "name" });
  private readonly bar = make("i", { class: "bar", "aria-hidden": "true" });
  private readonly value = make("b");
  private readonly rate = make("span", { class: "rate" });
  private readonly button = make("button", { type: "button" }, this.place, this.name, this.bar, this.value, this.rate);
  readonly element = make("li", {}, this.button);

  constructor(onClick: () => void) {
    this.button.addEventListener("click", onClick);
  }

  update(place: number, name: string, value: string, exact: string, rate: string, share: number, isChosen: boolean): void {
    setText(this.place, String(place));
    setText(this.name, name);
    setText(this.value, value);
    setAttribute(this.value, "title", exact);
    setText(this.rate, rate);
    this.bar.style.setProperty("--share", share.toFixed(4));
    setAttribute(this.button, "aria-pressed", String(isChosen));
  }
}
