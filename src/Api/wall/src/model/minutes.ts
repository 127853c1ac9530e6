/** The minutes of a day. */
export const minutesOfDay = 1440;

/** A minute that changes when the newest one is at least this far ahead was corrected by late lines: it is marked as revised. */
export const revisedAfterMinutes = 30;

/** What a minute is sent as: a point of the trend or of the live feed. */
export interface MinutePoint {
  readonly at: string;
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly amountFen: number;
}

/** Sums of orders. */
export interface OrderSums {
  total: number;
  succeeded: number;
  failed: number;
  amountFen: number;
}

/** The minute of the day that a bucket stands for: yyyyMMddHHmm, or yyyyMMddHH for an hour's first minute. */
export const minuteOf = (at: string): number => Number(at.slice(8, 10)) * 60 + Number(at.slice(10, 12) || 0);

/** The orders of a day by minute, in columns of a fixed size however long the wall hangs. */
export class DayMinutes {
  readonly total = new Float64Array(minutesOfDay);
  readonly succeeded = new Float64Array(minutesOfDay);
  readonly failed = new Float64Array(minutesOfDay);
  readonly amountFen = new Float64Array(minutesOfDay);
  readonly revised = new Uint8Array(minutesOfDay);
  /** The newest minute that has orders; -1 where none has. */
  newest = -1;
  /** Grows with every change. */
  version = 0;
  private isComplete = false;

  /** Takes minutes that the live feed says have changed. */
  change(points: readonly MinutePoint[]): void {
    for (const point of points) this.put(point, this.isComplete);
    if (points.length > 0) this.version++;
  }

  /** Takes all minutes of the day. What differs from what was known is a correction too. */
  replace(points: readonly MinutePoint[]): void {
    for (const point of points) this.put(point, this.isComplete);
    this.isComplete = true;
    this.version++;
  }

  /** Forgets everything: another day follows. */
  clear(): void {
    for (const column of [this.total, this.succeeded, this.failed, this.amountFen, this.revised]) column.fill(0);
    this.newest = -1;
    this.isComplete = false;
    this.version++;
  }

  /** The sums from one minute to another, both included. */
  sum(from: number, to: number): OrderSums {
    const sums = { total: 0, succeeded: 0, failed: 0, amountFen: 0 };
    for (let minute = Math.max(0, from); minute <= Math.min(to, minutesOfDay - 1); minute++) {
      sums.total += this.total[minute]!;
      sums.succeeded += this.succeeded[minute]!;
      sums.failed += this.failed[minute]!;
      sums.amountFen += this.amountFen[minute]!;
    }
    return sums;
  }

  private put(point: MinutePoint, marks: boolean): void {
    const minute = minuteOf(point.at);
    const isSame = this.total[minute] === point.total && this.succeeded[minute] === point.succeeded && this.amountFen[minute] === point.amountFen;
    if (isSame) return;
    if (marks && minute <= this.newest - revisedAfterMinutes) this.revised[minute] = 1;
    this.total[minute] = point.total;
    this.succeeded[minute] = point.succeeded;
    this.failed[minute] = point.failed;
    this.amountFen[minute] = point.amountFen;
    if (point.total > 0) this.newest = Math.max(this.newest, minute);
  }
}

/** The calls of one interface by minute of a day. */
export class InterfaceMinutes {
  readonly calls = new Float64Array(minutesOfDay);
  readonly failed = new Float64Array(minutesOfDay);
  readonly withoutResult = new Float64Array(minutesOfDay);

  /** Takes all minutes from one to another, both included; those that are not among the points have no calls. */
  replace(from: number, to: number, points: readonly { at: string; calls: number; failed: number; withoutResult: number }[]): void {
    for (const column of [this.calls, this.failed, this.withoutResult]) column.fill(0, from, to + 1);
    for (const point of points) {
      const minute = minuteOf(point.at);
      this.calls[minute] = point.calls;
      this.failed[minute] = point.failed;
      this.withoutResult[minute] = point.withoutResult;
    }
  }

  clear(): void {
    for (const column of [this.calls, this.failed, this.withoutResult]) column.fill(0);
  }
}
