import type { Alert } from "../api/contract.ts";
import { make, Memo, translated } from "../dom.ts";
import { services, type Service } from "../model/figures.ts";
import { provinceName } from "../model/provinces.ts";
import { chinaTime } from "../text/format.ts";
import { say, type Language } from "../text/language.ts";
import { csvButton, panelElement, type Frame, type Panel } from "./panel.ts";

const shownAlerts = 30;
const none: readonly Alert[] = [];

export const isOpen = (alert: Alert): boolean => alert.until === undefined;

/** The newest alerts, open ones first. */
export class Alerts implements Panel {
  private readonly list = make("ul", { class: "alerts-list" });
  readonly element: HTMLElement;
  private readonly memo = new Memo();
  private frame: Frame | undefined;

  constructor() {
    this.element = panelElement(
      "alerts", "alerts", [csvButton(() => "alerts", () => this.table())],
      translated(make("div", { class: "scroll", tabindex: "0", role: "group" }, this.list), "alerts", "aria-label"));
  }

  update(frame: Frame): void {
    this.frame = frame;
    const { figures, view: { language } } = frame;
    const alerts = figures.alerts.value?.alerts ?? none;
    if (!this.memo.changed(alerts, language)) return;
    if (alerts.length === 0) this.list.replaceChildren(make("li", { class: "empty" }, say("noAlerts", language)));
    else this.list.replaceChildren(...alerts.slice(0, shownAlerts).map((alert) => row(alert, language)));
  }

  private table(): (string | number | undefined)[][] {
    return [["id", "rule", "subject", "severity", "since", "until", "value", "threshold"],
      ...(this.frame?.figures.alerts.value?.alerts ?? none).map((alert) => [alert.id, alert.rule, alert.subject, alert.severity, alert.since, alert.until, alert.value, alert.threshold])];
  }
}

function row(alert: Alert, language: Language): HTMLElement {
  const isCritical = alert.severity === "critical";
  const time = `${chinaTime(new Date(alert.since))}${alert.until ? `–${chinaTime(new Date(alert.until))}` : ""}`;
  return make(
    "li", { class: `${isCritical ? "critical" : "warning"} ${isOpen(alert) ? "open" : "ended"}` },
    make("b", { class: "severity" }, say(isCritical ? "critical" : "warning", language)),
    make("span", { class: "subject" }, `${subjectName(alert.subject, language)} · ${alert.rule}`),
    make("span", { class: "value" }, `${number(alert.value)} / ${number(alert.threshold)}`),
    make("span", { class: "when" }, time, " ", say(isOpen(alert) ? "open" : "ended", language)));
}

const number = (value: number): string => value.toLocaleString("en-US", { maximumSignificantDigits: 4 });

function subjectName(subject: string, language: Language): string {
  if ((services as readonly string[]).includes(subject)) return say(subject as Service, language);
  return /^\d{3}$/.test(subject) ? provinceName(subject, language) : subject;
}
