import type { Orders, Durations } from "../api/contract.ts";
import type { AlertsAnswer, AuditAnswer, BreakdownAnswer, DaysAnswer, InterfaceAnswer, InterfacesAnswer, LiveSnapshot, OverviewAnswer } from "../api/contract.ts";
import type { ProvinceAnswer, ProvincesAnswer, RejectsAnswer, TrendAnswer } from "../api/contract.ts";
import { Feed } from "../api/feed.ts";
import { Refresher, Resource } from "../api/client.ts";
import { DayMinutes, InterfaceMinutes } from "./minutes.ts";
import { allProvinces } from "./provinces.ts";
import type { View } from "./view.ts";

export const services = ["makeNewOrder", "sendPayReq", "payNotifyReq", "sendRechargeReq", "reChargeNotifyReq"] as const;
export type Service = (typeof services)[number];

const refreshEveryMs = 1000;
const rejectsShown = 20;
const lastMinutes = 60;

/** How old figures of a live day may be before they are said to be quiet. */
export const quietAfterMs = 60_000;

/** The figures of a day's orders and durations. */
export interface Overview {
  readonly orders: Orders;
  readonly recharge: Durations;
  readonly payment: Durations;
}

/**
 * All figures that are on the screen. The newest day's come live; what the feed does not carry is asked for when it says
 * that something has changed.
 */
export class Figures {
  /** The day that is shown; nothing while there are no figures. */
  day: string | undefined;
  /** The newest day, which the feed follows. */
  liveDay: string | undefined;
  overview: Overview | undefined;
  /** When the figures were last made durable, on the server's clock. */
  asOf: number | undefined;
  /** Whether the server says that it has only the last known figures. */
  isStale = false;
  /** Grows with every change of what is shown. */
  version = 0;
  readonly minutes = new DayMinutes();
  readonly interfaceMinutes: Readonly<Record<Service, InterfaceMinutes>>;
  readonly feed: Feed;

  readonly days = new Resource<DaysAnswer>(() => "/api/v1/days");
  readonly provinces = this.ofDay<ProvincesAnswer>("provinces");
  readonly interfaces = this.ofDay<InterfacesAnswer>("interfaces");
  readonly breakdown = new Resource<BreakdownAnswer>(() => this.day && `/api/v1/breakdowns/${this.view().by}?day=${this.day}`);
  readonly province = new Resource<ProvinceAnswer>(() => this.day && this.view().province && `/api/v1/provinces/${this.view().province}?day=${this.day}`);
  readonly audit = new Resource<AuditAnswer>(() => "/api/v1/audit");
  readonly rejects = new Resource<RejectsAnswer>(() => `/api/v1/rejects?limit=${rejectsShown}`);
  readonly alerts = new Resource<AlertsAnswer>(() => "/api/v1/alerts");
  /** The hours of every province, for a replay's map. */
  readonly provinceHours: readonly Resource<ProvinceAnswer>[] = allProvinces.map(
    (province) => new Resource<ProvinceAnswer>(() => this.day && this.view().replay !== undefined ? `/api/v1/provinces/${province.code}?day=${this.day}` : undefined),
  );

  private readonly overviewAnswer = this.ofDay<OverviewAnswer>("overview", () => !this.isLive);
  private readonly trend = this.ofDay<TrendAnswer>("trend");
  private readonly seriesAnswers = services.map((service) => new Resource<InterfaceAnswer>(() => this.day && `/api/v1/interfaces/${service}?day=${this.day}${this.range()}`));
  private readonly refresher = new Refresher(() => this.refresh(), refreshEveryMs);
  private seriesOf: (InterfaceAnswer | undefined)[] = [];
  private isTrendWanted = true;

  /**
   * @param view What is looked at now.
   * @param onChange Is told when something changed.
   */
  constructor(
    private readonly view: () => View,
    private readonly onChange: () => void,
  ) {
    this.interfaceMinutes = Object.fromEntries(services.map((service) => [service, new InterfaceMinutes()])) as Record<Service, InterfaceMinutes>;
    this.feed = new Feed((snapshot) => this.take(snapshot), () => this.wantTrend(), onChange);
  }

  /** Whether the day that is shown moves with the feed. */
  get isLive(): boolean {
    return this.day === undefined || this.day === this.liveDay;
  }

  /** Whether the figures are no longer what they are. */
  get isLost(): boolean {
    return this.feed.state === "lost" || this.isStale;
  }

  /** How old the figures are. */
  ageMs(): number | undefined {
    return this.asOf === undefined ? undefined : Math.max(0, Date.now() + this.feed.clockAheadMs - this.asOf);
  }

  start(): void {
    this.choose();
    this.feed.start();

    // Alerts and books may change while no figures do.
    setInterval(() => this.refresher.ask(), 5 * refreshEveryMs);
  }

  /** Follows a change of the view. */
  choose(): void {
    const day = this.view().day ?? this.liveDay;
    if (day !== this.day) {
      this.day = day;
      this.overview = undefined;
      this.minutes.clear();
      for (const minutes of Object.values(this.interfaceMinutes)) minutes.clear();
      this.isTrendWanted = true;
    }

    // Before the feed has named the day there is little to ask for, and its first figures would wait for the answers.
    if (day !== undefined) this.refresher.ask();
    this.changed();
  }

  private ofDay<T>(name: string, isWanted: () => boolean = () => true): Resource<T> {
    return new Resource<T>(() => (this.day && isWanted() ? `/api/v1/${name}?day=${this.day}` : undefined));
  }

  private wantTrend(): void {
    this.isTrendWanted = true;
    this.refresher.ask();
  }

  private take(snapshot: LiveSnapshot): void {
    this.asOf = Date.parse(snapshot.asOf);
    this.isStale = snapshot.stale === true;
    const isNewDay = snapshot.day !== this.liveDay;
    this.liveDay = snapshot.day;
    if (isNewDay) this.choose();
    if (this.isLive && snapshot.day) {
      this.overview = { orders: snapshot.orders!, recharge: snapshot.recharge!, payment: snapshot.payment! };
      this.minutes.change(snapshot.minutes ?? []);
    } else if (this.day && snapshot.changedDays.includes(this.day)) {
      this.isTrendWanted = true;
    }
    this.refresher.ask();
    this.changed();
  }

  /** The minutes of the interfaces that are on the screen: a replay needs all of them. */
  private range(): string {
    if (this.view().replay !== undefined) return "";
    const last = Math.max(this.minutes.newest, lastMinutes - 1);
    const hhmm = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}${String(minute % 60).padStart(2, "0")}`;
    return `&from=${hhmm(last - lastMinutes + 1)}&to=${hhmm(last)}`;
  }

  private async refresh(): Promise<void> {
    if (this.isTrendWanted) {
      this.isTrendWanted = false;
      await this.refreshTrend();
    }
    await Promise.all([
      ...[this.days, this.provinces, this.interfaces, this.breakdown, this.province, this.audit, this.rejects, this.alerts].map((resource) => resource.refresh()),
      ...this.seriesAnswers.map((answer) => answer.refresh()),
      ...(this.view().replay === undefined ? [] : this.provinceHours.map((hours) => hours.refresh())),
    ]);
    this.takeSeries();
    this.changed();
  }

  private async refreshTrend(): Promise<void> {
    try {
      await Promise.all([this.trend.refresh(), this.overviewAnswer.refresh()]);
    } catch (lost) {
      this.isTrendWanted = true;
      throw lost;
    }
    if (this.trend.value) this.minutes.replace(this.trend.value.points);
    if (this.overviewAnswer.value) this.overview = this.overviewAnswer.value;
  }

  private takeSeries(): void {
    services.forEach((service, index) => {
      const answer = this.seriesAnswers[index]?.value;
      if (!answer || answer === this.seriesOf[index]) return;
      this.seriesOf[index] = answer;
      const last = Math.max(this.minutes.newest, lastMinutes - 1);
      const [from, to] = this.view().replay === undefined ? [last - lastMinutes + 1, last] : [0, 1439];
      this.interfaceMinutes[service].replace(from, to, answer.minutes);
    });
  }

  private changed(): void {
    this.version++;
    this.onChange();
  }
}
