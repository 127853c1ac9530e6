import { Chart, rem } from "../charts/chart.ts";
import { timeLook } from "../charts/look.ts";
import { make, Memo } from "../dom.ts";
import { clock, count, exactCount, successRate } from "../text/format.ts";
import { say } from "../text/language.ts";
import { chartElement, csvButton, panelElement, type Frame, type Panel } from "./panel.ts";
import { isOver, lastHour, lastHourRows, legend, rateAxis, ratePercent } from "./series.ts";

/** Orders and their success rate in the last 60 minutes. */
export class Trend60 implements Panel {
  private readonly place = chartElement("trend60");
  private readonly legend = make("span", { class: "legend" });
  readonly element = panelElement("trend60", "trend60", [this.legend, csvButton(() => `trend-60-${this.frame?.figures.day}`, () => lastHourRows(this.frame))], this.place);
  private readonly chart = new Chart(this.place, () => this.draw());
  private readonly memo = new Memo();
  private frame: Frame | undefined;

  update(frame: Frame): void {
    this.frame = frame;
    if (!this.memo.changed(frame.figures.minutes.version, frame.minute, frame.view.language, frame.palette)) return;
    legend(this.legend, frame.view.language, [["good", "succeeded"], ["bad", "failed"], ["rate", "successRate"]]);
    this.chart.redraw();
  }

  private draw(): void {
    const frame = this.frame;
    if (!frame) return;
    const { figures: { minutes }, palette, view: { language } } = frame;
    const window = lastHour(frame);
    const value = (column: Float64Array): number[] => window.map((minute) => (minute <= frame.minute ? column[minute]! : 0));
    const look = timeLook(palette, (axis) => count(axis, language), window, 10);
    const [left, right] = look.yAxis as object[];
    const rates = window.map((minute) => (isOver(frame, minute) ? ratePercent(minutes.succeeded[minute]!, minutes.total[minute]!) : "-"));
    this.chart.set({
      ...look,
      tooltip: {
        ...look.tooltip,
        formatter: (parameters: unknown) => {
          const index = (parameters as { dataIndex: number }[])[0]?.dataIndex ?? 0;
          const minute = window[index]!;
          const [total, succeeded, failed] = [minutes.total[minute]!, minutes.succeeded[minute]!, minutes.failed[minute]!];
          return [
            `${clock(minute)}${minutes.revised[minute] ? `  ◆ ${say("revised", language)}` : ""}`,
            `${say("orders", language)} ${exactCount(total)}   ${say("successRate", language)} ${successRate(succeeded, total)}`,
            `${say("succeeded", language)} ${exactCount(succeeded)}   ${say("failed", language)} ${exactCount(failed)}`,
          ].join("\n");
        },
      },
      yAxis: [left!, rateAxis(right!, rates)],
      series: [
        { type: "bar", stack: "orders", name: say("succeeded", language), itemStyle: { color: palette.good }, barCategoryGap: "30%", data: value(minutes.succeeded) },
        { type: "bar", stack: "orders", name: say("failed", language), itemStyle: { color: palette.bad }, data: value(minutes.failed) },
        {
          type: "line", yAxisIndex: 1, name: say("successRate", language), symbol: "none", lineStyle: { color: palette.text, width: 0.1 * rem() },
          data: rates,
        },
        {
          type: "scatter", symbol: "diamond", symbolSize: 0.45 * rem(), itemStyle: { color: palette.warn }, silent: true,
          data: window.map((minute) => (minutes.revised[minute] ? 0 : "-")),
        },
      ],
    });
  }
}
