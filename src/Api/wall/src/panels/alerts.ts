import type { Alert } from "../api/contract.ts";
import { make, Memo, translated } from "../dom.ts";
import { services, type Service } from "../model/figures.ts";
import { provinceName } from "../model/provinces.ts";
import { chinaTime, duration } from "../text/format.ts";
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
    return [["id", "rule", "subject", "kind", "severity", "since", "until", "value", "threshold"],
      ...(this.frame?.figures.alerts.value?.alerts ?? none).map((alert) => [alert.id, alert.rule, alert.subject, alert.kind, alert.severity, alert.since, alert.until, alert.value, alert.threshold])];
  }
}

function row(alert: Alert, language: Language): HTMLElement {
  const isCritical = alert.severity === "critical";
  const kind = alert.kind in kinds ? say(alert.kind as Kind, language) : alert.rule;
  return make(
    "li", { class: `${isCritical ? "critical" : "warning"} ${isOpen(alert) ? "open" : "ended"}`, title: `${alert.rule} · ${alert.subject}` },
    make("b", { class: "severity" }, say(isCritical ? "critical" : "warning", language)),
    make("span", { class: "subject" }, `${subjectName(alert.subject, language)} · ${kind}`),
    make("span", { class: "value" }, `${quantity(alert.kind, alert.value, language)} / ${quantity(alert.kind, alert.threshold, language)}`),
    make("span", { class: "when" }, span(alert), " ", say(isOpen(alert) ? "open" : "ended", language)));
}

// What each kind of rule measures.
const kinds = { interfaceFailureRate: "rate", provinceFailureRate: "rate", rechargeP95: "ms", sourceSilent: "s", booksUnbalanced: "s" } as const;
type Kind = keyof typeof kinds;

function quantity(kind: string, value: number, language: Language): string {
  switch (kinds[kind as Kind]) {
    case "rate":
      return `${(value * 100).toFixed(1)} %`;
    case "ms":
      return duration(value, language);
    case "s":
      return duration(value * 1000, language);
    default:
      return value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
  }
}

/** From when to when, to the minute, which is what rules are judged by. */
function span(alert: Alert): string {
  const minute = (instant: string): string => chinaTime(new Date(instant)).slice(0, 5);
  return `${minute(alert.since)}${alert.until ? `–${minute(alert.until)}` : ""}`;
}

function subjectName(subject: string, language: Language): string {
  if ((services as readonly string[]).includes(subject)) return say(subject as Service, language);
  if (subject === "nationwide" || subject === "books") return say(subject, language);
  return /^\d{1,6}$/.test(subject) ? provinceName(subject, language) : subject;
}
