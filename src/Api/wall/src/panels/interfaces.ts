import { make, Memo, setAttribute, setText, translated } from "../dom.ts";
import { services, type Figures, type Service } from "../model/figures.ts";
import { count, duration, exactCount, failureRate } from "../text/format.ts";
import { say } from "../text/language.ts";
import { csvButton, panelElement, type Frame, type Panel } from "./panel.ts";

const shownMinutes = 60;
const codesShown = 2;
const svgName = "http://www.w3.org/2000/svg";

/** The five services: calls, failures, codes, latency, and the failures of each of the last 60 minutes. */
export class Interfaces implements Panel {
  private readonly rows = services.map((service) => new InterfaceRow(service));
  readonly element: HTMLElement;
  private readonly memo = new Memo();
  private frame: Frame | undefined;

  constructor() {
    const heads = (["service", "calls", "failureRate", "failuresPerMinute", "codes", "latency"] as const).map((key) => translated(make("th", { scope: "col" }), key));
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...this.rows.map((row) => row.element)));
    this.element = panelElement(
      "interfaces", "interfaces", [csvButton(() => `interfaces-${this.frame?.figures.day}`, () => this.table())],
      translated(make("div", { class: "scroll", tabindex: "0", role: "group" }, table), "interfaces", "aria-label"));
  }

  update(frame: Frame): void {
    this.frame = frame;
    if (!this.memo.changed(frame.figures.version, frame.minute, frame.view.language, frame.replayed)) return;
    for (const row of this.rows) row.update(frame);
  }

  private table(): (string | number | undefined)[][] {
    const { figures, view: { language } } = this.frame!;
    return [
      [say("day", language), say("service", language), say("calls", language), say("failed", language), say("withoutResult", language), say("codes", language), say("latency", language)],
      ...(figures.interfaces.value?.interfaces ?? []).map((one) => [
        figures.day, one.service, one.calls, one.failed, one.withoutResult, Object.entries(one.codes).map(([code, calls]) => `${code}:${calls}`).join(" "), one.latency.p95Ms,
      ]),
    ];
  }
}

class InterfaceRow {
  private readonly calls = make("td");
  private readonly rate = make("td", { class: "rate" });
  private readonly codes = make("td", { class: "codes" });
  private readonly latency = make("td");
  private readonly line = document.createElementNS(svgName, "path");
  private readonly svg = document.createElementNS(svgName, "svg");
  private readonly most = make("span", { class: "most" });
  readonly element: HTMLTableRowElement;

  constructor(private readonly service: Service) {
    setAttribute(this.svg, "viewBox", `0 0 ${shownMinutes} 16`);
    setAttribute(this.svg, "preserveAspectRatio", "none");
    setAttribute(this.svg, "role", "img");
    this.svg.append(this.line);
    const name = make("th", { scope: "row" }, translated(make("span"), service), make("small", {}, service));
    this.element = make("tr", { "data-service": service }, name, this.calls, this.rate, make("td", { class: "failures" }, this.svg, this.most), this.codes, this.latency);
  }

  update({ figures, view: { language }, minute, replayed }: Frame): void {
    const whole = figures.interfaces.value?.interfaces.find((one) => one.service === this.service);
    const shown = replayed?.interfaces.find((one) => one.service === this.service) ?? whole;
    setText(this.calls, count(shown?.calls, language));
    setAttribute(this.calls, "title", exactCount(shown?.calls));
    setText(this.rate, shown ? failureRate(shown.failed, shown.calls) : "–");
    this.rate.classList.toggle("bad", (shown?.failed ?? 0) > 0);
    setAttribute(this.rate, "title", shown ? `${say("failed", language)} ${shown.failed} · ${say("withoutResult", language)} ${shown.withoutResult}` : "");
    const codes = replayed ? [] : Object.entries(whole?.codes ?? {}).filter(([code]) => code !== "0000").sort(([, one], [, other]) => other - one);
    setText(this.codes, codes.length === 0 ? "–" : codes.slice(0, codesShown).map(([code, calls]) => `${code}×${count(calls, language)}`).join(" · "));
    setAttribute(this.codes, "title", codes.map(([code, calls]) => `${code}×${calls}`).join("  "));
    setText(this.latency, replayed ? "–" : duration(whole?.latency.p95Ms, language));
    this.drawLine(figures, minute, `${say(this.service, language)}: ${say("failuresPerMinute", language)}`);
  }

  private drawLine(figures: Figures, minute: number, label: string): void {
    const { failed } = figures.interfaceMinutes[this.service];
    const last = Math.max(minute, shownMinutes - 1);
    const values = failed.subarray(last - shownMinutes + 1, last + 1);
    const most = Math.max(...values);
    const scale = 15 / Math.max(1, most);
    setAttribute(this.line, "d", Array.from(values, (value, index) => `${index ? "L" : "M"}${index + 0.5} ${(15.5 - value * scale).toFixed(2)}`).join(""));
    setText(this.most, String(most));
    setAttribute(this.svg, "aria-label", `${label}, ≤ ${most}`);
  }
}
