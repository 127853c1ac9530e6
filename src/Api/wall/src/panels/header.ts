import { button, make, Memo, setAttribute, setText, translated } from "../dom.ts";
import { quietAfterMs } from "../model/figures.ts";
import { chinaTime, dayText } from "../text/format.ts";
import { say, type TextKey } from "../text/language.ts";
import { isOpen } from "./alerts.ts";
import type { Actions, Frame, Panel } from "./panel.ts";
import { ReplayControls, type ReplayActions } from "./replaycontrols.ts";

/** Says which day is shown and how fresh it is, and holds the controls. */
export class Header implements Panel {
  private readonly day = translated(make("select", { id: "day" }), "day", "aria-label");
  private readonly freshness = make("p", { class: "chip feed", role: "status" });
  private readonly books = make("p", { class: "chip books-chip" });
  private readonly alerts = make("p", { class: "chip alerts-chip" });
  private readonly clock = make("p", { class: "clock" });
  private readonly dayLabel = make("p", { class: "shown-day" });
  private readonly replay: ReplayControls;
  readonly element: HTMLElement;
  private readonly memo = new Memo();

  constructor(actions: Actions & ReplayActions) {
    this.day.addEventListener("change", () => actions.show({ day: this.day.value || undefined, replay: undefined, at: undefined, zoom: undefined }));
    this.replay = new ReplayControls(actions);
    const buttons = (["language", "theme", "fullScreen"] as const).map((key) => translated(button(key, "tool", () => actions[key]()), `${key}Hint`, "title"));
    this.element = make(
      "header", {},
      make("div", { class: "name" }, translated(make("h1"), "title"), translated(make("p"), "subtitle")),
      make("div", { class: "controls" }, this.day, this.replay.element),
      this.dayLabel,
      make("div", { class: "chips" }, this.freshness, this.books, this.alerts),
      this.clock,
      make("div", { class: "tools" }, ...buttons));
  }

  update(frame: Frame): void {
    const { figures, view } = frame;
    this.showDays(frame);
    this.replay.update(frame);
    setText(this.dayLabel, figures.day ? dayText(figures.day) : "");
    setText(this.clock, chinaTime(new Date(Date.now() + figures.feed.clockAheadMs)));
    const [state, key] = freshness(frame);
    setAttribute(this.freshness, "data-state", state);
    setText(this.freshness, say(key, view.language));
    const audit = figures.audit.value;
    this.books.hidden = audit === undefined;
    setAttribute(this.books, "data-state", audit?.balanced ? "ok" : "broken");
    setText(this.books, say(audit?.balanced ? "balanced" : "unbalanced", view.language));
    const open = (figures.alerts.value?.alerts ?? []).filter(isOpen);
    setAttribute(this.alerts, "data-state", open.some((alert) => alert.severity === "critical") ? "broken" : open.length > 0 ? "warn" : "ok");
    setText(this.alerts, open.length === 0 ? say("noAlerts", view.language) : `${open.length} ${say(open.length === 1 ? "alertOpen" : "alertsOpen", view.language)}`);
  }

  private showDays({ figures, view }: Frame): void {
    const days = figures.days.value?.days;
    if (this.memo.changed(days?.join(), view.language, view.day)) {
      const past = [...new Set([...(view.day ? [view.day] : []), ...(days ?? [])])].sort().reverse();
      this.day.replaceChildren(make("option", { value: "" }, say("newestDay", view.language)), ...past.map((day) => make("option", { value: day }, dayText(day))));
      this.day.value = view.day ?? "";
    }
  }
}

function freshness({ figures, replayed }: Frame): [state: string, text: TextKey] {
  if (figures.feed.state === "lost") return ["lost", "lost"];
  if (figures.isStale) return ["lost", "stale"];
  if (figures.feed.state === "connecting") return ["connecting", "connecting"];
  if (replayed) return ["past", "replaying"];
  if (!figures.isLive) return ["past", figures.day && figures.liveDay && figures.day > figures.liveDay ? "future" : "past"];
  if (figures.day === undefined) return ["quiet", "noFigures"];
  return (figures.ageMs() ?? 0) > quietAfterMs ? ["quiet", "quiet"] : ["live", "live"];
}
