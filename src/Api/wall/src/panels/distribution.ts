import { Chart, rem } from "../charts/chart.ts";
import { timeLook } from "../charts/look.ts";
import { make, Memo } from "../dom.ts";
import { clock, count, exactCount, exactYuan, yuan } from "../text/format.ts";
import { say } from "../text/language.ts";
import { chartElement, csvButton, panelElement, type Frame, type Panel } from "./panel.ts";
import { isOver, lastHour, lastHourRows, legend } from "./series.ts";

/** Succeeded orders and their amount in each of the last 60 minutes. */
export class Distribution implements Panel {
  private readonly place = chartElement("distribution");
  private readonly legend = make("span", { class: "legend" });
  readonly element = panelElement(
    "distribution", "distribution", [this.legend, csvButton(() => `succeeded-${this.frame?.figures.day}`, () => lastHourRows(this.frame))], this.place);
  private readonly chart = new Chart(this.place, () => this.draw());
  private readonly memo = new Memo();
  private frame: Frame | undefined;

  update(frame: Frame): void {
    this.frame = frame;
    if (!this.memo.changed(frame.figures.minutes.version, frame.minute, frame.view.language, frame.palette)) return;
    legend(this.legend, frame.view.language, [["good", "succeeded"], ["amount", "amountYuan"]]);
    this.chart.redraw();
  }

  private draw(): void {
    const frame = this.frame;
    if (!frame) return;
    const { figures: { minutes }, palette, view: { language } } = frame;
    const window = lastHour(frame);
    const look = timeLook(palette, (axis) => count(axis, language), window, 10);
    const [left, right] = look.yAxis as object[];
    const isKnown = (minute: number): boolean => minute <= frame.minute;
    this.chart.set({
      ...look,
      tooltip: {
        ...look.tooltip,
        formatter: (parameters: unknown) => {
          const minute = window[(parameters as { dataIndex: number }[])[0]?.dataIndex ?? 0]!;
          return `${clock(minute)}\n${say("succeeded", language)} ${exactCount(minutes.succeeded[minute])}\n${say("amountYuan", language)} ${exactYuan(minutes.amountFen[minute])}`;
        },
      },
      yAxis: [left!, { ...right, axisLabel: { ...(right as { axisLabel: object }).axisLabel, formatter: (value: number) => yuan(value * 100, language) } }],
      series: [
        {
          type: "bar", name: say("succeeded", language), itemStyle: { color: palette.good }, barCategoryGap: "30%",
          data: window.map((minute) => (isKnown(minute) ? minutes.succeeded[minute]! : 0)),
        },
        {
          type: "line", yAxisIndex: 1, name: say("amountYuan", language), symbol: "none", lineStyle: { color: palette.amount, width: 0.12 * rem() },
          data: window.map((minute) => (isOver(frame, minute) ? minutes.amountFen[minute]! / 100 : "-")),
        },
      ],
    });
  }
}
