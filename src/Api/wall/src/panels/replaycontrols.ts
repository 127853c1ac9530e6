import { make, Memo, setText, translated } from "../dom.ts";
import { minutesOfDay } from "../model/minutes.ts";
import { replaySpeeds } from "../model/view.ts";
import { clock } from "../text/format.ts";
import { say } from "../text/language.ts";
import type { Actions, Frame } from "./panel.ts";

/** What the controls of a replay, and the buttons beside them, do. */
export interface ReplayActions {
  toggleReplay(): void;
  seek(minute: number): void;
  language(): void;
  theme(): void;
  fullScreen(): void;
}

/** Starts, paces and ends a replay of the day that is shown. */
export class ReplayControls {
  private readonly toggle = make("button", { type: "button", class: "tool" });
  private readonly speed = translated(make("select", {}, ...replaySpeeds.map((speed) => make("option", { value: String(speed) }, `${speed}×`))), "speed", "aria-label");
  private readonly slider = translated(make("input", { type: "range", min: "0", max: String(minutesOfDay - 1) }), "replayMinute", "aria-label");
  private readonly at = make("output");
  private readonly stop: HTMLButtonElement;
  readonly element: HTMLElement;
  private readonly memo = new Memo();

  constructor(actions: Actions & ReplayActions) {
    this.toggle.addEventListener("click", () => actions.toggleReplay());
    this.speed.addEventListener("change", () => actions.show({ replay: Number(this.speed.value) }));
    this.slider.addEventListener("input", () => actions.seek(Number(this.slider.value)));
    this.stop = translated(make("button", { type: "button", class: "tool" }), "stop");
    this.stop.addEventListener("click", () => actions.show({ replay: undefined, at: undefined }));
    this.element = make("div", { class: "replay" }, this.toggle, this.speed, this.slider, this.at, this.stop);
  }

  update({ view, minute, isPlaying }: Frame): void {
    const isOn = view.replay !== undefined;
    if (!this.memo.changed(view.language, view.replay, isOn ? Math.floor(minute) : 0, isPlaying)) return;
    setText(this.toggle, say(!isOn ? "replay" : isPlaying ? "pause" : "play", view.language));
    for (const element of [this.speed, this.slider, this.at, this.stop]) element.hidden = !isOn;
    if (!isOn) return;
    this.speed.value = String(view.replay);
    this.slider.value = String(Math.floor(minute));
    setText(this.at, clock(Math.floor(minute)));
  }
}
