import type { AuditAnswer, Reject } from "../api/contract.ts";
import { make, Memo, setText, translated } from "../dom.ts";
import { chinaTime, exactCount } from "../text/format.ts";
import { say, type Language } from "../text/language.ts";
import { csvButton, panelElement, type Frame, type Panel } from "./panel.ts";

const none: readonly Reject[] = [];
const terms = [["counted", "counted"], ["otherLines", "other"], ["rejected", "rejected"], ["blank", "blank"]] as const;

/** Whether the books balance, and the newest lines that were rejected. */
export class Rejects implements Panel {
  private readonly books = make("p", { class: "books" });
  private readonly state = make("span", { class: "state" });
  private readonly body = make("tbody");
  readonly element: HTMLElement;
  private readonly memo = new Memo();
  private readonly booksMemo = new Memo();
  private frame: Frame | undefined;

  constructor() {
    const heads = (["time", "source", "position", "reason", "line"] as const).map((key) => translated(make("th", { scope: "col" }), key));
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), this.body);
    this.element = panelElement(
      "rejects", "rejects", [this.state, csvButton(() => "rejects", () => this.table())], this.books,
      translated(make("div", { class: "scroll", tabindex: "0", role: "group" }, table), "rejects", "aria-label"));
  }

  update(frame: Frame): void {
    this.frame = frame;
    const { figures, view: { language } } = frame;
    if (this.booksMemo.changed(figures.audit.value, language)) this.showBooks(figures.audit.value, language);
    const rejects = figures.rejects.value?.rejects ?? none;
    if (!this.memo.changed(rejects, language)) return;
    this.body.replaceChildren(...(rejects.length === 0
      ? [make("tr", {}, make("td", { colspan: "5", class: "empty" }, say("noRejects", language)))]
      : rejects.map((reject) => make(
        "tr", {}, make("td", {}, chinaTime(new Date(reject.at))), make("td", {}, reject.source), make("td", {}, String(reject.position)),
        make("td", { class: "reason", title: reject.reason }, reject.reason), make("td", { class: "line", title: reject.line }, reject.line)))));
  }

  private showBooks(audit: AuditAnswer | undefined, language: Language): void {
    setText(this.state, audit ? say(audit.balanced ? "balanced" : "unbalanced", language) : "");
    this.state.className = `state ${audit?.balanced ? "ok" : "broken"}`;
    const parts = terms.flatMap(([key, name], index) => [index === 0 ? "=" : "+", term(say(key, language), audit?.[name])]);
    this.books.replaceChildren(term(say("lines", language), audit?.lines), ...parts);
  }

  private table(): (string | number)[][] {
    return [["at", "source", "position", "reason", "line"], ...(this.frame?.figures.rejects.value?.rejects ?? none).map((reject) => [reject.at, reject.source, reject.position, reject.reason, reject.line])];
  }
}

const term = (name: string, value: number | undefined): HTMLElement => make("span", {}, make("small", {}, name), " ", make("b", {}, exactCount(value)));
