import { readPalette, startCharts, type Palette } from "./charts/chart.ts";
import { make, setText, translate } from "./dom.ts";
import { Figures } from "./model/figures.ts";
import { minutesOfDay } from "./model/minutes.ts";
import { replayAt, ReplayClock } from "./model/replay.ts";
import { changeView, formatView, metrics, parseView, replaySpeeds, type View, type ViewChange } from "./model/view.ts";
import { Alerts } from "./panels/alerts.ts";
import { BreakdownPanel } from "./panels/breakdown.ts";
import { Distribution } from "./panels/distribution.ts";
import { Experience } from "./panels/experience.ts";
import { Header } from "./panels/header.ts";
import { Interfaces } from "./panels/interfaces.ts";
import { ChinaMap } from "./panels/map.ts";
import type { Actions, Frame, Panel } from "./panels/panel.ts";
import { ProvincePanel } from "./panels/province.ts";
import { Ranking } from "./panels/ranking.ts";
import { Rejects } from "./panels/rejects.ts";
import type { ReplayActions } from "./panels/replaycontrols.ts";
import { Tiles } from "./panels/tiles.ts";
import { Trend60 } from "./panels/trend60.ts";
import { TrendDay } from "./panels/trendday.ts";
import { say } from "./text/language.ts";

/** The whole page: holds what is looked at, and draws at most once a frame of the screen. */
export class Wall implements Actions, ReplayActions {
  private view: View = parseView(location.search);
  private palette: Palette | undefined;
  private isDrawn = true;
  private hasCharts = false;
  private readonly figures = new Figures(() => this.view, () => this.draw());
  private readonly clock = new ReplayClock(() => this.draw());
  private readonly notice = make("p", { class: "notice", role: "alert", hidden: true });
  private readonly panels: readonly Panel[];

  /** @param root Where the wall is put. */
  constructor(private readonly root: HTMLElement) {
    // The first figures are on their way while the wall is built.
    this.figures.start();
    this.dress();
    const header = new Header(this);
    const tiles = new Tiles();
    const [left, middle, right] = [[new Trend60(), new TrendDay(this), new Distribution()], [new ChinaMap(this), new ProvincePanel(this)], [new Ranking(this), new Interfaces(), new BreakdownPanel(this)]];
    const foot = [new Experience(), new Alerts(), new Rejects()];
    this.panels = [header, tiles, ...left, ...middle, ...right, ...foot];
    const column = (name: string, panels: readonly Panel[]): HTMLElement => make("div", { class: name }, ...panels.map((panel) => panel.element));
    root.append(
      header.element, this.notice,
      make("main", {}, tiles.element, column("left", left), column("middle", middle), column("right", right), column("foot-panels", foot)));
    translate(this.view.language);
  }

  start(): void {
    addEventListener("popstate", () => this.become(parseView(location.search)));
    addEventListener("keydown", (event) => this.press(event));
    this.clock.minute = this.view.at ?? 0;
    if (this.view.replay !== undefined && this.view.at === undefined) this.clock.play(this.view.replay);

    // Ages grow though nothing else happens.
    setInterval(() => this.draw(), 1000);
    this.draw();
  }

  show(change: ViewChange): void {
    const view = changeView(this.view, change);
    history.replaceState(null, "", `${location.pathname}${formatView(view)}`);
    this.become(view);
  }

  drill(province: string | undefined): void {
    // Nobody is there to go back.
    if (this.view.kiosk) return;
    const view = changeView(this.view, { province: province === this.view.province ? undefined : province });
    history.pushState(null, "", `${location.pathname}${formatView(view)}`);
    this.become(view);
  }

  toggleReplay(): void {
    if (this.view.replay === undefined) {
      this.clock.minute = 0;
      this.clock.play(replaySpeeds[0]);
      this.show({ day: this.figures.day, replay: replaySpeeds[0] });
    } else if (this.clock.isPlaying) {
      this.clock.pause();
      this.show({ at: Math.floor(this.clock.minute) });
    } else {
      if (this.clock.minute >= minutesOfDay - 1) this.clock.minute = 0;
      this.clock.play(this.view.replay);
      this.show({ at: undefined });
    }
  }

  seek(minute: number): void {
    this.clock.minute = minute;
    if (!this.clock.isPlaying) this.show({ at: minute });
    this.draw();
  }

  language(): void {
    this.show({ language: this.view.language === "zh" ? "en" : "zh" });
  }

  theme(): void {
    this.show({ theme: this.view.theme === "dark" ? "light" : "dark" });
  }

  fullScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen();
  }

  private become(view: View): void {
    const before = this.view;
    this.view = view;
    if (view.replay === undefined) this.clock.pause();
    else if (view.replay !== before.replay && before.replay !== undefined && this.clock.isPlaying) this.clock.play(view.replay);
    if (view.theme !== before.theme || view.kiosk !== before.kiosk) this.dress();
    if (view.language !== before.language) {
      this.dress();
      translate(view.language);
    }
    this.figures.choose();
    this.draw();
  }

  /** Puts on theme and language. */
  private dress(): void {
    const page = document.documentElement;
    page.dataset["theme"] = this.view.theme;
    page.lang = this.view.language === "zh" ? "zh-CN" : "en";
    page.classList.toggle("kiosk", this.view.kiosk);
    document.title = say("title", this.view.language);
    this.palette = readPalette();
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement) return;
    const metric = metrics[Number(event.key) - 1];
    if (metric) this.show({ metric });
    else if (event.key === "l") this.language();
    else if (event.key === "t") this.theme();
    else if (event.key === "f") this.fullScreen();
    else if (event.key === "r") this.toggleReplay();
    else if (event.key === "Escape" && this.view.province !== undefined) this.drill(undefined);
  }

  private draw(): void {
    if (!this.isDrawn) return;
    this.isDrawn = false;
    requestAnimationFrame(() => {
      this.isDrawn = true;
      this.drawNow();
    });
  }

  private drawNow(): void {
    const { figures, view } = this;
    const minute = Math.floor(this.clock.minute);
    const isReplay = view.replay !== undefined;
    const frame: Frame = {
      view, figures, palette: this.palette!,
      minute: isReplay ? minute : figures.minutes.newest,
      replayed: isReplay ? this.replayed(minute) : undefined,
      isPlaying: this.clock.isPlaying,
    };
    this.root.classList.toggle("stale", figures.isLost);
    const isUnknown = view.day !== undefined && figures.days.value !== undefined && ![...figures.days.value.days, ...figures.days.value.future].includes(view.day);
    const note = figures.feed.state === "lost" ? say("lostNote", view.language) : figures.isStale ? say("staleNote", view.language) : isUnknown ? say("unknownDay", view.language) : "";
    this.notice.hidden = note === "";
    setText(this.notice, note);
    for (const panel of this.panels) panel.update(frame);
    if (!this.hasCharts && (figures.asOf !== undefined || figures.isLost)) {
      this.hasCharts = true;

      // After this frame is painted; where the library does not come, again with a later one.
      setTimeout(() => void startCharts().catch(() => (this.hasCharts = false)));
    }
  }

  private replayKey = "";
  private replayCache: Frame["replayed"];

  /** The figures at a minute, made once: panels see by the object whether it is another one. */
  private replayed(minute: number): Frame["replayed"] {
    const key = `${minute}:${this.figures.version}`;
    if (key !== this.replayKey) [this.replayKey, this.replayCache] = [key, replayAt(this.figures, minute)];
    return this.replayCache;
  }
}
