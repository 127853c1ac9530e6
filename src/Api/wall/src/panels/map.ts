import type { ProvinceOrders } from "../api/contract.ts";
import { Chart, fontFamily, mix, rem, type Palette } from "../charts/chart.ts";
import { mapName, tooltipLook } from "../charts/look.ts";
import { Choice, make, Memo, setText } from "../dom.ts";
import { metricDefinitions, orderLines, share } from "../model/metric.ts";
import { allProvinces, neutralRegions, provinceOfRegion, regionName } from "../model/provinces.ts";
import { metrics } from "../model/view.ts";
import { say, type Language } from "../text/language.ts";
import { clock } from "../text/format.ts";
import { provincesOf, provinceRows } from "./ranking.ts";
import { chartElement, csvButton, panelElement, type Actions, type Frame, type Panel } from "./panel.ts";

/** The map of China, coloured by what provinces are compared by. */
export class ChinaMap implements Panel {
  private readonly place = chartElement("map");
  private readonly choice: Choice<(typeof metrics)[number]>;
  private readonly note = make("span", { class: "note" });
  private readonly least = make("span");
  private readonly most = make("span");
  private readonly scale = make("div", { class: "scale", "aria-hidden": "true" }, this.least, make("i"), this.most);
  readonly element: HTMLElement;
  private readonly chart: Chart;
  private readonly rowsMemo = new Memo();
  private readonly coloursMemo = new Memo();
  private rows: ReadonlyMap<string, ProvinceOrders> = new Map();
  /** Of the provinces in the order of their table. */
  private colours: readonly string[] = [];
  private frame: Frame | undefined;

  constructor(actions: Actions) {
    this.choice = new Choice(metrics.map((metric) => [metric, metricDefinitions[metric].title]), "map", (metric) => actions.show({ metric }));
    this.element = panelElement(
      "map", "map", [this.note, this.choice.element, csvButton(() => `provinces-${this.frame?.figures.day}`, () => provinceRows(this.frame))], this.place, this.scale);
    this.chart = new Chart(this.place, () => this.draw(), (instance) => {
      instance.on("click", ({ name }) => {
        const province = provinceOfRegion(name);
        if (province) actions.drill(province.code);
      });
    });
  }

  update(frame: Frame): void {
    this.frame = frame;
    const { view } = frame;
    this.choice.set(view.metric);
    setText(this.note, frame.replayed ? `${say("upTo", view.language)} ${clock(Math.floor((frame.minute + 1) / 60) * 60)}` : "");
    this.note.hidden = !frame.replayed;
    const rows = provincesOf(frame);
    if (this.rowsMemo.changed(rows, view.metric, view.language, frame.palette)) this.compare(frame, rows);

    // To draw the map takes some frames of the screen, and most changes are too small to be seen.
    if (this.coloursMemo.changed(this.colours.join(), view.language, view.province, frame.palette)) this.chart.redraw();
  }

  /** Compares the provinces: their colours and the scale. */
  private compare(frame: Frame, rows: readonly ProvinceOrders[]): void {
    const { palette, view: { metric } } = frame;
    const definition = metricDefinitions[metric];
    const [low, high] = scaleColours(palette, definition.isBad);
    const most = Math.max(0, ...rows.filter((row) => row.code !== "other").map((row) => definition.value(row)));
    this.rows = new Map(rows.map((row) => [row.code, row]));
    this.colours = allProvinces.map(({ code }) => {
      const row = this.rows.get(code);
      return row ? mix(low, high, share(definition.value(row), most)) : low;
    });
    this.showScale(frame, rows, most);
  }

  private draw(): void {
    if (!this.frame) return;
    const { palette, view: { language, province: chosen } } = this.frame;
    const unit = rem();
    this.chart.set({
      animation: false,
      textStyle: { fontFamily: fontFamily() },
      tooltip: {
        ...tooltipLook(palette),
        trigger: "item",
        formatter: (parameters: unknown) => describe((parameters as { name: string }).name, this.rows, language),
      },
      series: [{
        type: "map", map: mapName, roam: false, selectedMode: false, nameProperty: "name",
        left: 0.5 * unit, right: 0.5 * unit, top: 0.3 * unit, bottom: 0.3 * unit,
        labelLayout: { hideOverlap: true },
        label: { show: true, color: palette.text, fontSize: 0.68 * unit, textBorderColor: palette.ground, textBorderWidth: 0.12 * unit, formatter: ({ name }) => (name === "南海诸岛" ? "" : regionName(name, language)) },
        itemStyle: { areaColor: palette.panel, borderColor: palette.ground, borderWidth: 0.06 * unit },
        emphasis: { label: { color: palette.text }, itemStyle: { borderColor: palette.text, borderWidth: 0.1 * unit, areaColor: "inherit" as never } },
        data: [
          ...allProvinces.map(({ code, name }, index) => {
            const areaColor = this.colours[index]!;
            return {
              name,
              itemStyle: { areaColor, ...(code === chosen ? { borderColor: palette.text, borderWidth: 0.15 * unit } : {}) },
              emphasis: { itemStyle: { areaColor } },
            };
          }),
          ...Object.keys(neutralRegions).map((name) => ({
            name, itemStyle: { areaColor: palette.panel, borderColor: palette.line, borderType: "dashed" as const },
            label: { color: palette.quiet }, emphasis: { itemStyle: { areaColor: palette.panel, borderColor: palette.quiet } },
          })),
        ],
      }],
    }, ["series"]);
  }

  private showScale({ view: { metric, language }, palette }: Frame, rows: readonly ProvinceOrders[], most: number): void {
    const definition = metricDefinitions[metric];
    const [low, high] = scaleColours(palette, definition.isBad);
    this.scale.style.setProperty("--low", low);
    this.scale.style.setProperty("--middle", mix(low, high, 0.5));
    this.scale.style.setProperty("--high", high);
    const top = rows.find((row) => definition.value(row) === most);
    setText(this.least, "0");
    setText(this.most, top ? definition.format(top, language) : "–");
  }
}

const scaleColours = (palette: Palette, isBad: boolean): [low: string, high: string] => [palette.raised, isBad ? palette.bad : palette.good];

function describe(region: string, rows: ReadonlyMap<string, ProvinceOrders>, language: Language): string {
  const province = provinceOfRegion(region);
  const row = province && rows.get(province.code);
  const title = regionName(region, language);
  if (!province) return `${title}\n${say("notCovered", language)}`;
  return row ? [title, ...orderLines(row, language, (key) => say(key, language))].join("\n") : `${title}\n${say("noData", language)}`;
}
