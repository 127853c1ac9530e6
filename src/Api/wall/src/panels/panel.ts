import type { Palette } from "../charts/chart.ts";
import { make, translated } from "../dom.ts";
import type { Figures } from "../model/figures.ts";
import type { Replayed } from "../model/replay.ts";
import type { View, ViewChange } from "../model/view.ts";
import { saveCsv, type Cell } from "../text/csv.ts";
import type { TextKey } from "../text/language.ts";

/** What is drawn: the figures, how they are looked at, and in which colours. */
export interface Frame {
  readonly view: View;
  readonly figures: Figures;
  readonly palette: Palette;
  /** The last minute of the day that is shown; the newest one, unless a replay is on. */
  readonly minute: number;
  /** The figures as they stood at that minute, in a replay. */
  readonly replayed: Replayed | undefined;
  readonly isPlaying: boolean;
}

/** What panels ask of the page. */
export interface Actions {
  /** Changes the view; what is not given stays. */
  show(change: ViewChange): void;
  /** Goes to a province, or back; the browser's back button returns. */
  drill(province: string | undefined): void;
}

/** A part of the wall. */
export interface Panel {
  readonly element: HTMLElement;
  /** Draws what has changed. */
  update(frame: Frame): void;
}

/** The frame of a panel: its title, what stands beside it, and its content. */
export function panelElement(name: string, title: TextKey, aside: readonly Node[], ...content: readonly Node[]): HTMLElement {
  const heading = translated(make("h2", { id: `title-${name}` }), title);
  return make(
    "section", { class: `panel ${name}`, "aria-labelledby": `title-${name}` },
    make("div", { class: "panel-head" }, heading, ...aside), ...content);
}

/** The button that saves what a panel shows. */
export function csvButton(name: () => string, rows: () => readonly (readonly Cell[])[]): HTMLElement {
  const button = make("button", { type: "button", class: "csv" });
  translated(button, "csv", "aria-label");
  translated(button, "csv", "title");
  button.append("CSV");
  button.addEventListener("click", () => saveCsv(name(), rows()));
  return button;
}

/** The place of a chart, described for those who do not see it. */
export function chartElement(label: TextKey): HTMLElement {
  return translated(make("div", { class: "chart", role: "img" }), label, "aria-label");
}
