import type { Language } from "../text/language.ts";

export const metrics = ["failed", "rate", "amount", "orders"] as const;
export type Metric = (typeof metrics)[number];

export const breakdowns = ["gateway", "channel", "result"] as const;
export type Breakdown = (typeof breakdowns)[number];

export const replaySpeeds = [60, 300, 1200] as const;

/** What is looked at, all of which stands in the page's address: a link restores it. */
export interface View {
  /** yyyyMMdd; absent it is the newest day, live. */
  readonly day?: string;
  readonly metric: Metric;
  /** The province that is drilled down to. */
  readonly province?: string;
  readonly by: Breakdown;
  /** How the whole day is drawn. */
  readonly trend: "minute" | "hour";
  /** The minutes to which the whole day is zoomed. */
  readonly zoom?: readonly [from: number, to: number];
  /** How many times faster than it was the day is replayed; absent it is not. */
  readonly replay?: number;
  /** The minute at which a replay is. */
  readonly at?: number;
  readonly language: Language;
  readonly theme: "dark" | "light";
  readonly kiosk: boolean;
}

/** What of a view is to be another; undefined takes a part away. */
export type ViewChange = { readonly [Part in keyof View]?: View[Part] | undefined };

/** The view after a change. */
export const changeView = (view: View, change: ViewChange): View =>
  Object.fromEntries(Object.entries({ ...view, ...change }).filter(([, value]) => value !== undefined)) as unknown as View;

const oneOf = <T extends string>(text: string | null, values: readonly T[], otherwise: T): T => values.find((value) => value === text) ?? otherwise;

function minute(text: string | null): number | undefined {
  if (!text || !/^([01]\d|2[0-3])[0-5]\d$/.test(text)) return undefined;
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(2));
}

const hhmm = (value: number): string => `${String(Math.floor(value / 60)).padStart(2, "0")}${String(value % 60).padStart(2, "0")}`;

/** Reads an address; what it does not say, or says wrongly, is as usual. */
export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  const [day, province] = [query.get("day"), query.get("province")];
  const [from, to, at] = [minute(query.get("from")), minute(query.get("to")), minute(query.get("at"))];
  const replay = replaySpeeds.find((speed) => String(speed) === query.get("replay"));
  return {
    ...(day && /^\d{8}$/.test(day) ? { day } : {}),
    ...(province && /^(\d{1,6}|other)$/.test(province) ? { province } : {}),
    ...(from !== undefined && to !== undefined && from < to ? { zoom: [from, to] as const } : {}),
    ...(replay !== undefined ? { replay } : {}),
    ...(replay !== undefined && at !== undefined ? { at } : {}),
    metric: oneOf(query.get("metric"), metrics, "failed"),
    by: oneOf(query.get("by"), breakdowns, "gateway"),
    trend: oneOf(query.get("trend"), ["minute", "hour"], "minute"),
    language: oneOf(query.get("lang"), ["zh", "en"], "zh"),
    theme: oneOf(query.get("theme"), ["dark", "light"], "dark"),
    kiosk: query.get("kiosk") === "1",
  };
}

/** The address of a view, as short as it can be. */
export function formatView(view: View): string {
  const query = new URLSearchParams();
  if (view.day) query.set("day", view.day);
  if (view.metric !== "failed") query.set("metric", view.metric);
  if (view.province) query.set("province", view.province);
  if (view.by !== "gateway") query.set("by", view.by);
  if (view.trend !== "minute") query.set("trend", view.trend);
  if (view.zoom) {
    query.set("from", hhmm(view.zoom[0]));
    query.set("to", hhmm(view.zoom[1]));
  }
  if (view.replay !== undefined) query.set("replay", String(view.replay));
  if (view.replay !== undefined && view.at !== undefined) query.set("at", hhmm(view.at));
  if (view.language !== "zh") query.set("lang", view.language);
  if (view.theme !== "dark") query.set("theme", view.theme);
  if (view.kiosk) query.set("kiosk", "1");
  const text = query.toString();
  return text ? `?${text}` : "";
}
