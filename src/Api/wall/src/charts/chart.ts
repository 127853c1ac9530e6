import type { ComposeOption, ECharts } from "echarts/core";
import type { BarSeriesOption, LineSeriesOption, MapSeriesOption, ScatterSeriesOption } from "echarts/charts";
import type { AriaComponentOption, DataZoomComponentOption, GridComponentOption, TooltipComponentOption } from "echarts/components";

export type ChartOption = ComposeOption<
  | BarSeriesOption | LineSeriesOption | MapSeriesOption | ScatterSeriesOption
  | AriaComponentOption | DataZoomComponentOption | GridComponentOption | TooltipComponentOption
>;

type Library = typeof import("./library.ts");

let library: Library | undefined;
const charts: Chart[] = [];

/** The charts that are to be drawn: one in each frame of the screen, so that no frame waits for all of them. */
const due = new Set<Chart>();

/** Loads the library and has the charts drawn. To be called once the figures in text are painted, which takes much less. */
export async function startCharts(): Promise<void> {
  library = await import("./library.ts");
  for (const chart of charts) chart.redraw();
}

function drawNext(): void {
  const [chart] = due;
  due.delete(chart!);
  if (due.size > 0) requestAnimationFrame(drawNext);
  chart!.drawNow();
}

/** A chart that fills an element. It is made when the library is there and the element has a size, which a hidden one has not. */
export class Chart {
  private instance: ECharts | undefined;

  /**
   * @param draw Draws it: all of it, since all sizes in it follow that of the text.
   * @param onMade Gets the library's chart once it is made.
   */
  constructor(
    private readonly element: HTMLElement,
    private readonly draw: () => void,
    private readonly onMade: (instance: ECharts) => void = () => {},
  ) {
    charts.push(this);
    new ResizeObserver(() => this.redraw()).observe(element);
  }

  /** Has it drawn in one of the next frames. */
  redraw(): void {
    if (!library) return;
    if (due.size === 0) requestAnimationFrame(drawNext);
    due.add(this);
  }

  /** Draws it, unless it has no size. */
  drawNow(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0 || height === 0) return;
    if (!this.instance) {
      this.instance = library!.init(this.element, null, { renderer: "canvas" });
      this.onMade(this.instance);
    } else if (this.instance.getWidth() !== width || this.instance.getHeight() !== height) {
      this.instance.resize();
    }
    this.draw();
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
