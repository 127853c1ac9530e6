import type { ChartOption, Palette } from "./chart.ts";
import { clock } from "../text/format.ts";
import { fontFamily, rem } from "./chart.ts";

/** The name under which the library adds the islands of the South China Sea to the map. */
export const mapName = "china";

/**
 * What all charts over time look like.
 * @param times The minutes at which their buckets begin.
 * @param labelEvery How many minutes lie between two that are written on the axis.
 */
export function timeLook(palette: Palette, formatAxis: (value: number) => string, times: readonly number[], labelEvery: number): ChartOption {
  const unit = rem();
  const label = { color: palette.quiet, fontSize: 0.68 * unit, fontFamily: fontFamily() };
  return {
    animation: false,
    textStyle: { fontFamily: fontFamily(), color: palette.text },
    grid: { left: 3.1 * unit, right: 3.1 * unit, top: 0.6 * unit, bottom: 1.5 * unit },
    tooltip: tooltipLook(palette),
    xAxis: {
      type: "category",
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true, interval: (index: number) => times[index]! % labelEvery === 0 },
      data: times.map(clock),
    },
    yAxis: [
      {
        type: "value",
        minInterval: 1,
        splitNumber: 3,
        axisLabel: { ...label, formatter: formatAxis },
        splitLine: { lineStyle: { color: palette.line, opacity: 0.7 } },
      },
      { type: "value", splitNumber: 3, axisLabel: label, splitLine: { show: false } },
    ],
  };
}

/** Tooltips are drawn into the chart: the page's policy allows no styles inside of markup. */
export function tooltipLook(palette: Palette): NonNullable<ChartOption["tooltip"]> {
  const unit = rem();
  return {
    renderMode: "richText",
    trigger: "axis",
    confine: true,
    transitionDuration: 0,
    backgroundColor: palette.raised,
    borderColor: palette.line,
    borderWidth: 1,
    padding: [0.5 * unit, 0.7 * unit],
    textStyle: { color: palette.text, fontSize: 0.78 * unit, fontFamily: fontFamily(), lineHeight: 1.15 * unit },
    axisPointer: { type: "line", lineStyle: { color: palette.quiet, width: 1, type: "solid" } },
  };
}
