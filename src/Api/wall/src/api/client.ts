/** How long an answer may take. */
export const answerLimitMs = 5000;

/** After how long something that was not found is asked for again: a day or a province may still get figures. */
const askMissingAgainMs = 30_000;

/**
 * An answer of the REST interface that is kept and asked for again only on condition: an unchanged one costs a few bytes,
 * and stays the same object, by which panels see that they have nothing to draw.
 */
export class Resource<T> {
  private path: string | undefined;
  private tag: string | null = null;
  private current: T | undefined;
  private missingUntil = 0;

  /** @param locate Says where the answer is now; nothing while it is not wanted. */
  constructor(private readonly locate: () => string | undefined) {}

  /** The newest answer to what is wanted now. */
  get value(): T | undefined {
    return this.path === this.locate() ? this.current : undefined;
  }

  /** Asks again. Throws where the server does not answer. */
  async refresh(): Promise<void> {
    const path = this.locate();
    if (path !== this.path) [this.path, this.tag, this.current, this.missingUntil] = [path, null, undefined, 0];
    if (path === undefined || Date.now() < this.missingUntil) return;
    const response = await fetch(path, {
      cache: "no-store",
      signal: AbortSignal.timeout(answerLimitMs),
      ...(this.tag ? { headers: { "If-None-Match": this.tag } } : {}),
    });
    if (response.status === 304 || this.path !== path) return;

    // What is not found is a day or a province without figures; everything else that is no answer is tried again.
    if (!response.ok && response.status !== 404) throw new Error(`${path} answered ${response.status}`);
    const answer = response.ok ? ((await response.json()) as T) : undefined;
    if (this.path !== path) return;
    this.missingUntil = response.ok ? 0 : Date.now() + askMissingAgainMs;
    [this.tag, this.current] = [response.headers.get("ETag"), answer];
  }
}

/** Keeps resources fresh: asked as often as one likes it asks the server at most once a second, and not while nobody looks. */
export class Refresher {
  private isWanted = false;
  private isBusy = false;

  constructor(
    private readonly refresh: () => Promise<void>,
    private readonly intervalMs: number,
  ) {
    document.addEventListener("visibilitychange", () => this.run());
  }

  ask(): void {
    this.isWanted = true;
    void this.run();
  }

  private async run(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;

    // What is there already is painted first: a dozen requests take the time of some frames.
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    while (this.isWanted && !document.hidden) {
      this.isWanted = false;
      const pause = new Promise((done) => setTimeout(done, this.intervalMs));
      try {
        await this.refresh();
      } catch {
        this.isWanted = true;
      }
      await pause;
    }
    this.isBusy = false;
  }
}
