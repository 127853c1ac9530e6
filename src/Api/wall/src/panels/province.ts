import type { ProvinceAnswer } from "../api/contract.ts";
import { Chart, rem } from "../charts/chart.ts";
import { timeLook } from "../charts/look.ts";
import { button, make, Memo, setText } from "../dom.ts";
import { minuteOf, type OrderSums } from "../model/minutes.ts";
import { provinceName } from "../model/provinces.ts";
import { clock, count, exactCount, exactYuan, failureRate, successRate, yuan } from "../text/format.ts";
import { say, type Language, type TextKey } from "../text/language.ts";
import { chartElement, csvButton, panelElement, type Actions, type Frame, type Panel } from "./panel.ts";
import { legend, rateAxis, ratePercent } from "./series.ts";

const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);

/** The province that is drilled down to: its figures and its hours. */
export class ProvincePanel implements Panel {
  private readonly place = chartElement("provinceHours");
  private readonly title = make("b", { class: "province-name" });
  private readonly legend = make("span", { class: "legend" });
  private readonly facts = make("dl", { class: "facts" });
  readonly element: HTMLElement;
  private readonly chart: Chart;
  private readonly memo = new Memo();
  private frame: Frame | undefined;

  constructor(actions: Actions) {
    const back = button("back", "back", () => actions.drill(undefined));
    this.element = panelElement(
      "province", "provinceHours",
      [this.title, this.legend, back, csvButton(() => `province-${this.frame?.view.province}-${this.frame?.figures.day}`, () => this.rows())],
      this.facts, this.place);
    this.element.hidden = true;
    this.chart = new Chart(this.place, () => this.draw());
  }

  update(frame: Frame): void {
    this.frame = frame;
    const { figures, view: { province, language }, palette } = frame;
    this.element.hidden = province === undefined;
    if (province === undefined || !this.memo.changed(figures.province.value, province, language, palette)) return;
    setText(this.title, provinceName(province, language));
    legend(this.legend, language, [["good", "succeeded"], ["bad", "failed"], ["rate", "successRate"]]);
    this.showFacts(figures.province.value, language);
    this.chart.redraw();
  }

  private showFacts(answer: ProvinceAnswer | undefined, language: Language): void {
    const facts: readonly (readonly [key: TextKey, value: string, exact?: string])[] = answer === undefined ? [["orders", "–"]] : [
      ["orders", count(answer.total, language), exactCount(answer.total)],
      ["failed", count(answer.failed, language), exactCount(answer.failed)],
      ["failureRate", failureRate(answer.failed, answer.total)],
      ["successRate", successRate(answer.succeeded, answer.total)],
      ["amountYuan", yuan(answer.amountFen, language), exactYuan(answer.amountFen)],
    ];
    this.facts.replaceChildren(...facts.map(([key, value, exact]) => make("div", { title: exact }, make("dt", {}, say(key, language)), make("dd", {}, value))));
  }

  private hours(): ReadonlyMap<number, OrderSums> {
    return new Map((this.frame?.figures.province.value?.hours ?? []).map((hour) => [minuteOf(hour.at) / 60, hour]));
  }

  private rows(): (string | number)[][] {
    const { figures, view: { language, province } } = this.frame!;
    return [
      [say("day", language), say("province", language), say("time", language), say("orders", language), say("succeeded", language), say("failed", language), say("amountYuan", language)],
      ...[...this.hours()].map(([hour, sums]) => [figures.day ?? "", provinceName(province ?? "", language), clock(hour * 60), sums.total, sums.succeeded, sums.failed, sums.amountFen / 100]),
    ];
  }

  private draw(): void {
    if (!this.frame || this.element.hidden) return;
    const { palette, view: { language } } = this.frame;
    const hours = this.hours();
    const look = timeLook(palette, (axis) => count(axis, language), hoursOfDay.map((hour) => hour * 60), 120);
    const [left, right] = look.yAxis as object[];
    const rates = hoursOfDay.map((hour) => ratePercent(hours.get(hour)?.succeeded ?? 0, hours.get(hour)?.total ?? 0));
    this.chart.set({
      ...look,
      tooltip: {
        ...look.tooltip,
        formatter: (parameters: unknown) => {
          const hour = (parameters as { dataIndex: number }[])[0]?.dataIndex ?? 0;
          const sums = hours.get(hour);
          if (!sums) return `${clock(hour * 60)}\n${say("noData", language)}`;
          return [
            clock(hour * 60),
            `${say("orders", language)} ${exactCount(sums.total)}   ${say("failed", language)} ${exactCount(sums.failed)}`,
            `${say("successRate", language)} ${successRate(sums.succeeded, sums.total)}`,
            `${say("amountYuan", language)} ${yuan(sums.amountFen, language)}`,
          ].join("\n");
        },
      },
      yAxis: [left!, rateAxis(right!, rates)],
      series: [
        { type: "bar", stack: "orders", itemStyle: { color: palette.good }, barCategoryGap: "35%", data: hoursOfDay.map((hour) => hours.get(hour)?.succeeded ?? 0) },
        { type: "bar", stack: "orders", itemStyle: { color: palette.bad }, data: hoursOfDay.map((hour) => hours.get(hour)?.failed ?? 0) },
        {
          type: "line", yAxisIndex: 1, symbol: "circle", symbolSize: 0.25 * rem(), itemStyle: { color: palette.text }, lineStyle: { color: palette.text, width: 0.08 * rem() },
          data: rates,
        },
      ],
    });
  }
}
