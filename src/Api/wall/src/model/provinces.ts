import provinces from "./provinces.json" with { type: "json" };
import type { Language } from "../text/language.ts";

/** A province of the network's table. */
export interface Province {
  readonly code: string;
  /** Its name in Chinese, which is also that of its region on the map. */
  readonly name: string;
  readonly nameEn: string;
}

export const allProvinces: readonly Province[] = provinces;

/** Regions of the map that are not in the table of provinces: they have no figures and are drawn neutrally. */
export const neutralRegions: Readonly<Record<string, string>> = {
  台湾: "Taiwan",
  香港: "Hong Kong",
  澳门: "Macao",
  南海诸岛: "South China Sea Islands",
};

const byCode = new Map(allProvinces.map((province) => [province.code, province]));
const byName = new Map(allProvinces.map((province) => [province.name, province]));

export const provinceOfRegion = (region: string): Province | undefined => byName.get(region);

/** What a province is called; a code that the table does not have is called by itself. */
export function provinceName(code: string, language: Language): string {
  const province = byCode.get(code);
  if (province) return language === "zh" ? province.name : province.nameEn;
  if (code === "other") return language === "zh" ? "其他代码" : "Other codes";
  return language === "zh" ? `代码 ${code}` : `Code ${code}`;
}

export function regionName(region: string, language: Language): string {
  if (language === "zh") return region;
  return byName.get(region)?.nameEn ?? neutralRegions[region] ?? region;
}
