import { BarChart, LineChart, MapChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use, type ComposeOption, type ECharts } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import type { BarSeriesOption, LineSeriesOption, MapSeriesOption, ScatterSeriesOption } from "echarts/charts";
import type { AriaComponentOption, DataZoomComponentOption, GridComponentOption, TooltipComponentOption } from "echarts/components";

use([BarChart, LineChart, MapChart, ScatterChart, AriaComponent, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer]);

export type ChartOption = ComposeOption<
  | BarSeriesOption | LineSeriesOption | MapSeriesOption | ScatterSeriesOption
  | AriaComponentOption | DataZoomComponentOption | GridComponentOption | TooltipComponentOption
>;

/** A chart that fills an element. It is made when the element has a size, which a hidden one has not. */
export class Chart {
  private instance: ECharts | undefined;

  /**
   * @param draw Draws it: once it is made, and whenever its size changes, since all sizes in it follow that of the text.
   * @param onMade Gets the library's chart once it is made.
   */
  constructor(element: HTMLElement, draw: () => void, onMade: (instance: ECharts) => void = () => {}) {
    new ResizeObserver(() => {
      if (element.clientWidth === 0 || element.clientHeight === 0) return;
      if (this.instance) {
        this.instance.resize();
      } else {
        this.instance = init(element, null, { renderer: "canvas" });
        onMade(this.instance);
      }
      draw();
    }).observe(element);
  }

  /** @param replaced Parts of the option that replace those before instead of being merged into them. */
  set(option: ChartOption, replaced: readonly string[] = []): void {
    this.instance?.setOption(option, { replaceMerge: [...replaced] });
  }

  /** The part of the data that is zoomed to. */
  zoom(): { startValue: number; endValue: number } | undefined {
    return (this.instance?.getOption() as { dataZoom?: { startValue: number; endValue: number }[] } | undefined)?.dataZoom?.[0];
  }
}

/** The colours of the theme that is on. */
export interface Palette {
  readonly ground: string;
  readonly panel: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
  readonly good: string;
  readonly bad: string;
  readonly amount: string;
  readonly warn: string;
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: read("ground"), panel: read("panel"), raised: read("raised"), line: read("line"), text: read("text"), quiet: read("quiet"),
    good: read("good"), bad: read("bad"), amount: read("amount"), warn: read("warn"),
  };
}

/** How many pixels the text's unit has: everything on the wall grows with it. */
export const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

export const fontFamily = (): string => getComputedStyle(document.body).fontFamily;

const channels = (colour: string): number[] => [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));

/** A colour between two, each written #rrggbb. */
export function mix(from: string, to: string, part: number): string {
  const [one, other] = [channels(from), channels(to)];
  return `#${one.map((channel, index) => Math.round(channel + (other[index]! - channel) * part).toString(16).padStart(2, "0")).join("")}`;
}
