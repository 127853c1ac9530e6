import { Chart, rem } from "../charts/chart.ts";
import { timeLook } from "../charts/look.ts";
import { Choice, make, Memo } from "../dom.ts";
import { minutesOfDay } from "../model/minutes.ts";
import type { Cell } from "../text/csv.ts";
import { clock, count, exactCount, successRate } from "../text/format.ts";
import { say } from "../text/language.ts";
import { chartElement, csvButton, panelElement, type Actions, type Frame, type Panel } from "./panel.ts";
import { legend, minuteRows, rateAxis, ratePercent } from "./series.ts";

const zoomSettleMs = 300;

/** How many minutes lie between two labels, so that a dozen at the most are written. */
function labelEvery(zoom: readonly [from: number, to: number] | undefined): number {
  const span = zoom ? zoom[1] - zoom[0] : minutesOfDay;
  return [10, 30, 60, 180].find((minutes) => span / minutes <= 12) ?? 180;
}

/** Orders and their success rate over the whole day, by minute or by hour; it can be zoomed. */
export class TrendDay implements Panel {
  private readonly place = chartElement("trendDay");
  private readonly legend = make("span", { class: "legend" });
  private readonly choice: Choice<"minute" | "hour">;
  readonly element: HTMLElement;
  private readonly chart: Chart;
  private readonly memo = new Memo();
  private frame: Frame | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly actions: Actions) {
    this.choice = new Choice([["minute", "perMinute"], ["hour", "perHour"]], "trendDay", (trend) => actions.show({ trend }));
    this.element = panelElement(
      "trendday", "trendDay", [this.legend, this.choice.element, csvButton(() => `trend-${this.frame?.figures.day}`, () => this.rows())], this.place);
    this.chart = new Chart(this.place, () => this.draw(), (instance) => instance.on("datazoom", () => this.keepZoom()));
  }

  update(frame: Frame): void {
    const isNewDay = this.frame?.figures.day !== frame.figures.day;
    this.frame = frame;
    const { figures: { minutes }, view, palette, minute } = frame;
    this.choice.set(view.trend);
    if (!this.memo.changed(minutes.version, minute, view.language, palette, view.trend, view.zoom?.join(), isNewDay)) return;
    legend(this.legend, view.language, [["good", "orders"], ["rate", "successRate"], ...(minutes.revised.includes(1) ? [["revised", "revised"] as const] : [])]);
    this.chart.redraw();
  }

  private get step(): number {
    return this.frame?.view.trend === "hour" ? 60 : 1;
  }

  private rows(): Cell[][] {
    if (!this.frame) return [];
    if (this.step === 1) return minuteRows(this.frame, Array.from({ length: minutesOfDay }, (_, minute) => minute));
    const { figures: { minutes, day }, view: { language }, minute } = this.frame;
    const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, sums: minutes.sum(hour * 60, Math.min(minute, hour * 60 + 59)) }));
    return [
      [say("day", language), say("time", language), say("orders", language), say("succeeded", language), say("failed", language), say("amountYuan", language)],
      ...hours.filter(({ sums }) => sums.total > 0).map(({ hour, sums }) => [day ?? "", clock(hour * 60), sums.total, sums.succeeded, sums.failed, sums.amountFen / 100]),
    ];
  }

  /** Puts the zoom into the address once it has settled. */
  private keepZoom(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const zoom = this.chart.zoom();
      if (!zoom) return;
      const [from, to] = [zoom.startValue * this.step, zoom.endValue * this.step + this.step - 1];
      const isAll = from <= 0 && to >= minutesOfDay - 1;
      this.actions.show({ zoom: isAll ? undefined : [from, to] });
    }, zoomSettleMs);
  }

  private draw(): void {
    const frame = this.frame;
    if (!frame) return;
    const { figures: { minutes }, palette, view: { language, zoom }, minute } = frame;
    const step = this.step;
    const buckets = Array.from({ length: minutesOfDay / step }, (_, index) => index * step);
    const sums = buckets.map((start) => (start <= minute ? minutes.sum(start, Math.min(minute, start + step - 1)) : undefined));
    const look = timeLook(palette, (axis) => count(axis, language), buckets, labelEvery(zoom));
    const [left, right] = look.yAxis as object[];
    const unit = rem();
    const rates = sums.map((sum) => (sum ? ratePercent(sum.succeeded, sum.total) : "-"));
    const orders = { name: say("orders", language), data: sums.map((sum) => sum?.total ?? "-") };
    this.chart.set({
      ...look,
      grid: { ...(look.grid as object), bottom: 3.1 * unit },
      tooltip: {
        ...look.tooltip,
        formatter: (parameters: unknown) => {
          const index = (parameters as { dataIndex: number }[])[0]?.dataIndex ?? 0;
          const sum = sums[index];
          const isRevised = minutes.revised.subarray(index * step, index * step + step).includes(1);
          return [
            `${clock(buckets[index]!)}${isRevised ? `  ◆ ${say("revised", language)}` : ""}`,
            `${say("orders", language)} ${exactCount(sum?.total)}   ${say("failed", language)} ${exactCount(sum?.failed)}`,
            `${say("successRate", language)} ${sum ? successRate(sum.succeeded, sum.total) : "–"}`,
          ].join("\n");
        },
      },
      dataZoom: [
        { type: "inside", startValue: Math.floor((zoom?.[0] ?? 0) / step), endValue: Math.floor((zoom?.[1] ?? minutesOfDay - 1) / step), minValueSpan: step === 1 ? 15 : 2 },
        {
          type: "slider", height: 0.9 * unit, bottom: 0.2 * unit, borderColor: palette.line, backgroundColor: "transparent", fillerColor: `${palette.good}33`,
          handleStyle: { color: palette.quiet, borderColor: palette.quiet }, moveHandleSize: 0, showDetail: false, brushSelect: false,
          dataBackground: { lineStyle: { color: palette.line }, areaStyle: { color: palette.line } },
          selectedDataBackground: { lineStyle: { color: palette.good }, areaStyle: { color: palette.good, opacity: 0.3 } },
        },
      ],
      yAxis: [left!, rateAxis(right!, rates)],
      series: [
        step === 1
          ? { id: "orders-minute", type: "line", symbol: "none", lineStyle: { color: palette.good, width: 0.08 * unit }, areaStyle: { color: palette.good, opacity: 0.25 }, ...orders }
          : { id: "orders-hour", type: "bar", itemStyle: { color: palette.good }, barCategoryGap: "35%", ...orders },
        {
          id: "rate", type: "line", yAxisIndex: 1, name: say("successRate", language), symbol: "none", lineStyle: { color: palette.text, width: 0.065 * unit, opacity: 0.6 },
          data: rates,
        },
        {
          id: "revised", type: "scatter", symbol: "diamond", symbolSize: 0.45 * unit, silent: true, itemStyle: { color: palette.warn },
          data: buckets.map((start) => (minutes.revised.subarray(start, start + step).includes(1) ? 0 : "-")),
        },
      ],
    }, ["series"]);
  }
}
