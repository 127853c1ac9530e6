import { make } from "../dom.ts";
import type { Cell } from "../text/csv.ts";
import { clock } from "../text/format.ts";
import { say, type Language, type TextKey } from "../text/language.ts";
import type { Frame } from "./panel.ts";

/** A rate for a chart; a gap where there are no orders. */
export const ratePercent = (succeeded: number, total: number): number | "-" => (total > 0 ? (succeeded / total) * 100 : "-");

/** Whether a minute is over: of a live day the newest one is not, and a line that went on to it would fall for no reason. */
export const isOver = ({ figures, replayed, minute: last }: Frame, minute: number): boolean => minute < last || (minute === last && (!figures.isLive || replayed !== undefined));

/** The axis of rates: it ends at 100 %, begins low enough to show them all, and is halved. */
export function rateAxis(base: object, rates: readonly (number | "-")[]): object {
  const least = Math.min(...rates.filter((rate) => rate !== "-"));
  const min = rateFloors.find((floor) => floor <= least) ?? rateFloors[0];
  const { axisLabel } = base as { axisLabel: object };
  return { ...base, min, max: 100, interval: (100 - min) / 2, axisLabel: { ...axisLabel, formatter: "{value} %" } };
}

const rateFloors = [90, 80, 60, 0] as const;

/** Says in the panel's title what its colours mean. */
export function legend(element: HTMLElement, language: Language, items: readonly (readonly [mark: string, key: TextKey])[]): void {
  element.replaceChildren(...items.map(([mark, key]) => make("span", {}, make("i", { class: `mark ${mark}`, "aria-hidden": "true" }), say(key, language))));
}

const minutesOfLastHour = 60;

/** The 60 minutes up to the one that is shown; in the first hour of a day, that hour. */
export function lastHour({ minute }: Frame): number[] {
  const last = Math.max(minute, minutesOfLastHour - 1);
  return Array.from({ length: minutesOfLastHour }, (_, index) => last - minutesOfLastHour + 1 + index);
}

/** The same as a table. */
export const lastHourRows = (frame: Frame | undefined): Cell[][] => (frame ? minuteRows(frame, lastHour(frame)) : []);

/** Minutes as a table. */
export function minuteRows({ figures: { minutes, day }, view: { language }, minute: last }: Frame, window: readonly number[]): Cell[][] {
  const head = [say("day", language), say("time", language), say("orders", language), say("succeeded", language), say("failed", language), say("amountYuan", language), say("revised", language)];
  return [
    head,
    ...window.filter((minute) => minute <= last && minutes.total[minute]! > 0).map((minute) => [
      day ?? "", clock(minute), minutes.total[minute]!, minutes.succeeded[minute]!, minutes.failed[minute]!, minutes.amountFen[minute]! / 100, minutes.revised[minute]!,
    ]),
  ];
}
