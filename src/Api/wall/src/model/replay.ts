import type { InterfaceFigures, ProvinceAnswer, ProvinceOrders } from "../api/contract.ts";
import { minuteOf, minutesOfDay } from "./minutes.ts";
import { services, type Figures } from "./figures.ts";

// A replay shows a day as it stood at a minute. Only what is kept by minute or hour can be shown so; a day's durations,
// codes and breakdowns are not, and stay the whole day's, marked as such.

/** What moves in a replay, in the shapes of the REST answers. */
export interface Replayed {
  readonly provinces: readonly ProvinceOrders[];
  readonly interfaces: readonly Pick<InterfaceFigures, "service" | "calls" | "failed" | "withoutResult">[];
}

/** The provinces' orders in the hours that are over, most failed first. */
export function provincesUntil(hours: readonly (ProvinceAnswer | undefined)[], minute: number): ProvinceOrders[] {
  return hours
    .filter((answer) => answer !== undefined)
    .map((answer) => {
      const over = answer.hours.filter((hour) => minuteOf(hour.at) + 59 <= minute);
      const sum = (of: (hour: (typeof over)[number]) => number): number => over.reduce((all, hour) => all + of(hour), 0);
      return {
        code: answer.code,
        total: sum((hour) => hour.total),
        succeeded: sum((hour) => hour.succeeded),
        failed: sum((hour) => hour.failed),
        amountFen: sum((hour) => hour.amountFen),
      };
    })
    .filter((province) => province.total > 0)
    .sort((one, other) => other.failed - one.failed || Number(one.code) - Number(other.code));
}

/** The figures of a day as they stood at the end of a minute. */
export function replayAt(figures: Figures, minute: number): Replayed {
  const until = (column: Float64Array): number => column.subarray(0, minute + 1).reduce((sum, value) => sum + value, 0);
  return {
    provinces: provincesUntil(figures.provinceHours.map((hours) => hours.value), minute),
    interfaces: services.map((service) => {
      const minutes = figures.interfaceMinutes[service];
      return { service, calls: until(minutes.calls), failed: until(minutes.failed), withoutResult: until(minutes.withoutResult) };
    }),
  };
}

const ticksPerSecondMost = 10;

/** The clock of a replay: a minute of the day that moves faster than it did. */
export class ReplayClock {
  minute = 0;
  isPlaying = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** @param onTick Is told of every step. */
  constructor(private readonly onTick: () => void) {}

  /** Plays on, at a speed of so many minutes a minute. */
  play(speed: number): void {
    this.pause();
    this.isPlaying = true;
    const minutesPerSecond = speed / 60;
    const ticksPerSecond = Math.min(minutesPerSecond, ticksPerSecondMost);
    this.timer = setInterval(() => {
      this.minute = Math.min(minutesOfDay - 1, this.minute + minutesPerSecond / ticksPerSecond);
      if (this.minute === minutesOfDay - 1) this.pause();
      this.onTick();
    }, 1000 / ticksPerSecond);
  }

  pause(): void {
    this.isPlaying = false;
    clearInterval(this.timer);
  }
}
