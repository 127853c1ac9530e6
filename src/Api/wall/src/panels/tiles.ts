import { make, setAttribute, setText, translated } from "../dom.ts";
import { quietAfterMs, type Overview } from "../model/figures.ts";
import type { OrderSums } from "../model/minutes.ts";
import { age, count, duration, exactCount, exactYuan, failureRate, headlineParts, successRate, yuan, type NumberParts } from "../text/format.ts";
import { say, type Language, type TextKey } from "../text/language.ts";
import type { Frame, Panel } from "./panel.ts";

// What a fraction and a unit are set in, as parts of a figure's size (see .figure in panels.css).
const [fractionSize, unitSize] = [0.6, 0.45];

/** About how wide a figure is in em, in the widest of the fonts: what is too wide for its tile is set smaller. */
function widthEm({ whole, fraction, unit }: NumberParts): number {
  const width = (text: string): number => [...text].reduce((sum, letter) => sum + (/[,.: ]/.test(letter) ? 0.4 : /[ -~–]/.test(letter) ? 0.7 : 1), 0);
  return width(whole) + fractionSize * width(fraction) + unitSize * (width(unit) + 0.15);
}

/** A day's figures and those of its last minutes, from which the headline is made. */
interface Headline {
  readonly sums: OrderSums | undefined;
  readonly recharge: Overview["recharge"] | undefined;
  readonly lastMinute: OrderSums;
  readonly lastHour: OrderSums;
}

interface Tile {
  readonly name: string;
  readonly title: TextKey;
  parts(headline: Headline, language: Language): NumberParts;
  /** The figure to its last digit. */
  exact(headline: Headline): string;
  /** What goes on now. */
  now(headline: Headline, language: Language): string;
}

const text = (whole: string, unit = ""): NumberParts => ({ whole, fraction: "", unit });

function split(formatted: string): NumberParts {
  const match = /^([<\d, ]+)(\.\d+)?(.*)$/.exec(formatted);
  return match ? { whole: match[1]!, fraction: match[2] ?? "", unit: match[3]! } : text(formatted);
}

const counted = (name: "total" | "succeeded" | "failed"): Pick<Tile, "parts" | "exact" | "now"> => ({
  parts: ({ sums }, language) => headlineParts(sums?.[name], language),
  exact: ({ sums }) => exactCount(sums?.[name]),
  now: ({ lastMinute }, language) => `+${count(lastMinute[name], language)} ${say("lastMinute", language)}`,
});

const tiles: readonly Tile[] = [
  { name: "total", title: "orders", ...counted("total") },
  { name: "succeeded", title: "succeeded", ...counted("succeeded") },
  {
    name: "rate", title: "successRate",
    parts: ({ sums }) => split(sums ? successRate(sums.succeeded, sums.total) : "–"),
    exact: ({ sums }) => (sums && sums.total > 0 ? `${sums.succeeded} / ${sums.total}` : "–"),
    now: ({ lastHour }, language) => `${say("last60", language)} ${successRate(lastHour.succeeded, lastHour.total)}`,
  },
  {
    name: "amount", title: "amountYuan",
    parts: ({ sums }, language) => headlineParts(sums && sums.amountFen / 100, language),
    exact: ({ sums }) => exactYuan(sums?.amountFen),
    now: ({ lastMinute }, language) => `+${yuan(lastMinute.amountFen, language)} ${say("lastMinute", language)}`,
  },
  {
    name: "average", title: "average",
    parts: ({ recharge }, language) => split(duration(recharge?.averageMs, language)),
    exact: ({ recharge }) => (recharge?.averageMs === undefined ? "–" : `${recharge.averageMs.toFixed(1)} ms`),
    now: ({ recharge }, language) => `${say("p95", language)} ${duration(recharge?.p95Ms, language)}`,
  },
  {
    name: "failed", title: "failed", ...counted("failed"),
    now: ({ lastHour }, language) => `${say("last60", language)} ${failureRate(lastHour.failed, lastHour.total)}`,
  },
];

interface TileElements {
  readonly element: HTMLElement;
  readonly whole: HTMLElement;
  readonly fraction: HTMLElement;
  readonly unit: HTMLElement;
  readonly value: HTMLElement;
  readonly now: HTMLElement;
  readonly age: HTMLElement;
}

function tileElements(tile: Tile): TileElements {
  const [whole, fraction, unit] = [make("b"), make("i"), make("small")];
  const value = make("p", { class: "figure" }, whole, fraction, unit);
  const [now, old] = [make("span", { class: "now" }), make("span", { class: "age" })];
  const element = make("div", { class: "tile", "data-tile": tile.name }, translated(make("h2"), tile.title), value, make("p", { class: "foot" }, now, old));
  return { element, whole, fraction, unit, value, now, age: old };
}

/** The headline: the day's figures, moving, each with its age. */
export class Tiles implements Panel {
  private readonly parts = tiles.map((tile) => ({ tile, elements: tileElements(tile) }));
  readonly element = translated(make("section", { class: "tiles" }, ...this.parts.map((part) => part.elements.element)), "orders", "aria-label");

  update({ figures, view, minute, replayed }: Frame): void {
    const sums = replayed ? figures.minutes.sum(0, minute) : figures.overview?.orders;
    const lastWhole = replayed || !figures.isLive ? minute : minute - 1;
    const headline: Headline = {
      sums,
      recharge: figures.overview?.recharge,
      lastMinute: figures.minutes.sum(lastWhole, lastWhole),
      lastHour: figures.minutes.sum(minute - 59, minute),
    };
    const ageMs = figures.ageMs();
    const isQuiet = figures.isLive && ageMs !== undefined && ageMs > quietAfterMs;
    const old = ageText(replayed !== undefined, sums && ageMs, view.language);
    for (const { tile, elements } of this.parts) {
      const shown = tile.parts(headline, view.language);
      setText(elements.whole, shown.whole);
      setText(elements.fraction, shown.fraction);
      setText(elements.unit, shown.unit);
      elements.value.style.setProperty("--width", widthEm(shown).toFixed(1));
      setAttribute(elements.value, "title", tile.exact(headline));
      setText(elements.now, nowText(tile, headline, replayed !== undefined, view.language));
      setText(elements.age, old);
      elements.element.classList.toggle("quiet", isQuiet);
    }
  }
}

function nowText(tile: Tile, headline: Headline, isReplay: boolean, language: Language): string {
  if (!headline.sums) return "";
  return isReplay && tile.name === "average" ? say("wholeDay", language) : tile.now(headline, language);
}

function ageText(isReplay: boolean, ageMs: number | undefined, language: Language): string {
  if (isReplay) return say("replaying", language);
  return ageMs === undefined ? "–" : age(ageMs, language);
}
