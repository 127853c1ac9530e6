import type { Durations } from "../api/contract.ts";
import { make, Memo, setText, translated } from "../dom.ts";
import { duration } from "../text/format.ts";
import { say } from "../text/language.ts";
import { csvButton, panelElement, type Frame, type Panel } from "./panel.ts";

const kinds = ["payment", "recharge"] as const;
const columns = [["min", "minMs"], ["p50", "p50Ms"], ["avg", "averageMs"], ["p95", "p95Ms"], ["p99", "p99Ms"], ["max", "maxMs"]] as const;

// The strip is logarithmic, from a tenth of a second to the day that is the longest duration counted.
const [leastMs, mostMs] = [100, 86_400_000];
const place = (ms: number): number => Math.max(0, Math.min(1, Math.log(ms / leastMs) / Math.log(mostMs / leastMs)));

/** How long payments and top-ups take. */
export class Experience implements Panel {
  private readonly cells = new Map<string, HTMLElement>();
  private readonly strips = new Map<string, HTMLElement>();
  private readonly note = make("span", { class: "note" });
  readonly element: HTMLElement;
  private readonly memo = new Memo();
  private frame: Frame | undefined;

  constructor() {
    const heads = columns.map(([key]) => translated(make("th", { scope: "col" }), key));
    const rows = kinds.flatMap((kind) => {
      const cells = columns.map(([key]) => {
        const cell = make("td", { "data-figure": `${kind}-${key}`, ...(key === "avg" ? { class: "strong" } : {}) });
        this.cells.set(`${kind}-${key}`, cell);
        return cell;
      });
      const strip = make("td", { colspan: String(columns.length) }, make("div", { class: "strip", "aria-hidden": "true" }, make("i", { class: "range" }), make("i", { class: "common" }), make("i", { class: "average" })));
      this.strips.set(kind, strip.firstElementChild as HTMLElement);
      return [
        make("tr", {}, translated(make("th", { scope: "row", rowspan: "2" }), kind), ...cells),
        make("tr", { class: "strip-row" }, strip),
      ];
    });
    this.element = panelElement(
      "experience", "experience", [this.note, csvButton(() => `durations-${this.frame?.figures.day}`, () => this.table())],
      make("table", {}, make("thead", {}, make("tr", {}, make("td"), ...heads)), make("tbody", {}, ...rows)));
  }

  update(frame: Frame): void {
    this.frame = frame;
    const { figures: { overview }, view: { language }, replayed } = frame;
    setText(this.note, say("wholeDay", language));
    this.note.hidden = replayed === undefined;
    if (!this.memo.changed(overview?.payment, overview?.recharge, language)) return;
    for (const kind of kinds) {
      for (const [key, name] of columns) setText(this.cells.get(`${kind}-${key}`)!, duration(overview?.[kind][name], language));
      this.drawStrip(this.strips.get(kind)!, overview?.[kind]);
    }
  }

  private drawStrip(strip: HTMLElement, durations: Durations | undefined): void {
    strip.hidden = durations?.minMs === undefined;
    const set = (name: string, ms: number | undefined): void => strip.style.setProperty(`--${name}`, place(ms ?? leastMs).toFixed(4));
    set("min", durations?.minMs);
    set("max", durations?.maxMs);
    set("p50", durations?.p50Ms);
    set("p95", durations?.p95Ms);
    set("avg", durations?.averageMs);
  }

  private table(): (string | number | undefined)[][] {
    const { figures: { overview, day }, view: { language } } = this.frame!;
    return [
      [say("day", language), "", ...columns.map(([key]) => `${say(key, language)} (ms)`), say("withoutDuration", language)],
      ...kinds.map((kind) => [day, say(kind, language), ...columns.map(([, name]) => overview?.[kind][name]), overview?.[kind].withoutDuration]),
    ];
  }
}
