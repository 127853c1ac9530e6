import type { LiveSnapshot } from "./contract.ts";
import { answerLimitMs } from "./client.ts";

export type FeedState = "connecting" | "live" | "lost";

const watchEveryMs = 3000;

/** The live feed, watched: a connection that died without a word is found and made anew. */
export class Feed {
  state: FeedState = "connecting";
  /** How far the server's clock is ahead of the browser's, to a second. */
  clockAheadMs = 0;
  private events: EventSource | undefined;
  private isSilent = false;

  /**
   * @param onSnapshot Gets every event.
   * @param onOpen Is told of every connection: minutes may have changed unseen before it.
   * @param onState Is told when the state changes.
   */
  constructor(
    private readonly onSnapshot: (snapshot: LiveSnapshot) => void,
    private readonly onOpen: () => void,
    private readonly onState: () => void,
  ) {}

  start(): void {
    this.connect();
    setTimeout(() => void this.watch(), watchEveryMs);
  }

  private connect(): void {
    const events = new EventSource("/api/v1/live");
    this.events = events;
    events.onopen = () => {
      this.become("live");
      this.onOpen();
    };
    events.addEventListener("snapshot", (event) => {
      this.become("live");
      this.onSnapshot(JSON.parse(event.data) as LiveSnapshot);
    });
    events.onerror = () => this.become("lost");
  }

  private become(state: FeedState): void {
    if (state === this.state) return;
    this.state = state;
    this.onState();
  }

  // The browser gives up on some answers, and hears nothing of a connection that is cut on the way.
  private async watch(): Promise<void> {
    try {
      const response = await fetch("/healthz", { signal: AbortSignal.timeout(answerLimitMs), cache: "no-store" });
      if (!response.ok) throw new Error(String(response.status));
      this.readClock(response.headers.get("Date"));
      const isDead = this.events?.readyState === EventSource.CLOSED;
      if (isDead && (await this.isLoggedOut())) {
        // Opened anew, the page leads to the login page, and from there back.
        location.reload();
        return;
      }

      if (isDead || (this.isSilent && this.events?.readyState === EventSource.OPEN)) {
        this.events?.close();
        this.connect();
      }
      this.isSilent = false;
    } catch {
      this.isSilent = true;
      this.become("lost");
    }
    setTimeout(() => void this.watch(), watchEveryMs);
  }

  /** Whether the feed was refused because the key is not valid any more. The browser does not tell; the days take the same key. */
  private async isLoggedOut(): Promise<boolean> {
    const response = await fetch("/api/v1/days", { signal: AbortSignal.timeout(answerLimitMs), cache: "no-store" });
    return response.status === 401;
  }

  private readClock(date: string | null): void {
    if (!date) return;
    const ahead = Date.parse(date) - Date.now();

    // The header has whole seconds and the answer was on its way: less than two seconds say nothing.
    this.clockAheadMs = Math.abs(ahead) < 2000 ? 0 : ahead;
  }
}
