import type { Language } from "./language.ts";

// Figures as their readers write them: in Chinese by 万 (10⁴), 亿 (10⁸) and 万亿 (10¹²), in English by thousands as long as
// there is room, and then by M (10⁶), B (10⁹) and T (10¹²).

type Units = readonly (readonly [size: number, name: string])[];

const trillion = [1e12, "T"] as const;
const units: Readonly<Record<Language, Units>> = { zh: [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]], en: [trillion, [1e9, "B"], [1e6, "M"]] };
const headlineUnits: Readonly<Record<Language, Units>> = { zh: units.zh, en: [trillion] };
const absent = "–";

const formats = new Map<number, Intl.NumberFormat>();

/** To make a format takes much longer than to use it. */
function grouped(value: number, decimals: number): string {
  let format = formats.get(decimals);
  if (!format) formats.set(decimals, (format = new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })));
  return format.format(value);
}

/** A number in parts, so that a headline can set its unit and its last digits smaller. */
export interface NumberParts {
  readonly whole: string;
  readonly fraction: string;
  readonly unit: string;
}

/**
 * Rounds toward zero: a figure never shows more than there is.
 * @param decimals How many decimals stand before the unit.
 */
function inUnits(value: number | undefined, chosen: Units, decimals: number): NumberParts {
  if (value === undefined) return { whole: absent, fraction: "", unit: "" };
  const unit = chosen.find(([size]) => value >= size);
  if (!unit) return { whole: grouped(Math.trunc(value), 0), fraction: "", unit: "" };

  // A step of the last decimal is a whole number of what is counted, so that this division is exact enough to be cut off.
  const scale = 10 ** decimals;
  const [whole = "", fraction = ""] = grouped(Math.floor(value / (unit[0] / scale)) / scale, decimals).split(".");
  return { whole, fraction: fraction && `.${fraction}`, unit: unit[1] };
}

/** A count for the headline, whose last digits are seen to move. */
export const headlineParts = (value: number | undefined, language: Language): NumberParts => inUnits(value, headlineUnits[language], 4);

/** A count for a table or a chart. */
export function count(value: number | undefined, language: Language): string {
  const { whole, fraction, unit } = inUnits(value, units[language], 2);
  return `${whole}${fraction}${unit}`;
}

/** A count to its last digit, for where room is no matter. */
export const exactCount = (value: number | undefined): string => (value === undefined ? absent : grouped(value, 0));

/** An amount of fen in yuan. */
export const yuan = (fen: number | undefined, language: Language): string => count(fen === undefined ? undefined : fen / 100, language);

/** An amount to the last fen. */
export const exactYuan = (fen: number | undefined): string => (fen === undefined ? absent : grouped(fen / 100, 2));

const tenths = (part: number, total: number): number => Math.round((part / total) * 1000);

/** succeeded / total to one decimal: never 100.0 % while anything failed, and never 0.0 % while anything succeeded. */
export function successRate(succeeded: number, total: number): string {
  if (total === 0) return absent;
  const limited = Math.max(succeeded > 0 ? 1 : 0, Math.min(succeeded < total ? 999 : 1000, tenths(succeeded, total)));
  return `${(limited / 10).toFixed(1)} %`;
}

/** failed / total to one decimal: < 0.1 % rather than 0.0 % while anything failed. */
export function failureRate(failed: number, total: number): string {
  if (total === 0) return absent;
  if (failed > 0 && failed / total < 0.001) return "< 0.1 %";
  return `${(Math.min(failed < total ? 999 : 1000, tenths(failed, total)) / 10).toFixed(1)} %`;
}

/** A duration with the unit that suits it. */
export function duration(ms: number | undefined, language: Language): string {
  if (ms === undefined) return absent;
  const [hours, minutes, seconds, millis] = language === "zh" ? ["时", "分", "秒", "毫秒"] : ["h", "min", "s", "ms"];
  if (ms < 999.5) return `${Math.round(ms)} ${millis}`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} ${seconds}`;
  const whole = Math.round(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)} ${minutes}`;
  return `${Math.floor(whole / 3600)}:${two(Math.floor((whole % 3600) / 60))} ${hours}`;
}

/** How long ago something was, in the unit that suits it. */
export function age(ms: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const zh = language === "zh";
  if (seconds < 60) return zh ? `${seconds} 秒前` : `${seconds} s ago`;
  if (seconds < 3600) return zh ? `${Math.floor(seconds / 60)} 分钟前` : `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return zh ? `${Math.floor(seconds / 3600)} 小时前` : `${Math.floor(seconds / 3600)} h ago`;
  return zh ? `${Math.floor(seconds / 86_400)} 天前` : `${Math.floor(seconds / 86_400)} d ago`;
}

/** A minute of a day: 0 is 00:00. */
export const clock = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** A day as yyyyMMdd, as people write it. */
export const dayText = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;

// The figures' days and minutes are China's, so every time that is shown is too, wherever the browser is. China has one time
// zone and no summer time.
const inChina = (instant: Date): string => new Date(instant.getTime() + 8 * 3_600_000).toISOString();

/** The time of day in China. */
export const chinaTime = (instant: Date): string => inChina(instant).slice(11, 19);

/** The day in China, yyyyMMdd. */
export const chinaDay = (instant: Date): string => inChina(instant).slice(0, 10).replaceAll("-", "");
