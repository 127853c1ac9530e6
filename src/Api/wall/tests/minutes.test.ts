import assert from "node:assert/strict";
import { test } from "node:test";
import { DayMinutes, InterfaceMinutes, minuteOf, revisedAfterMinutes, type MinutePoint } from "../src/model/minutes.ts";

const point = (minute: number, total: number, failed = 0): MinutePoint => ({
  at: `20170412${String(Math.floor(minute / 60)).padStart(2, "0")}${String(minute % 60).padStart(2, "0")}`, total, succeeded: total - failed, failed, amountFen: (total - failed) * 100,
});

test("minuteOf: minutes and hours", () => {
  assert.equal(minuteOf("201704120301"), 181);
  assert.equal(minuteOf("2017041203"), 180);
});

test("sum: over a range that may reach beyond the day", () => {
  const minutes = new DayMinutes();
  minutes.replace([point(0, 3, 1), point(59, 4), point(1439, 5)]);
  assert.deepEqual(minutes.sum(0, 59), { total: 7, succeeded: 6, failed: 1, amountFen: 600 });
  assert.deepEqual(minutes.sum(-10, 5000), { total: 12, succeeded: 11, failed: 1, amountFen: 1100 });
  assert.equal(minutes.newest, 1439);
});

test("revised: what changes long after the newest minute, and only after the whole day is known", () => {
  const minutes = new DayMinutes();
  minutes.change([point(0, 1), point(600, 1)]);
  assert.equal(minutes.revised.includes(1), false);
  minutes.replace([point(0, 2), point(500, 9), point(600, 1)]);
  assert.equal(minutes.revised.includes(1), false, "what was missed before the first whole day is no correction");
  minutes.change([point(600 - revisedAfterMinutes + 1, 7)]);
  assert.equal(minutes.revised.includes(1), false, "young minutes still fill");
  minutes.change([point(500, 9)]);
  assert.equal(minutes.revised.includes(1), false, "the same figures are no correction");
  minutes.change([point(500, 10)]);
  assert.equal(minutes.revised[500], 1);
  minutes.replace([point(0, 3), point(500, 10), point(600, 1)]);
  assert.equal(minutes.revised[0], 1, "a whole day after a lost feed shows corrections too");
});

test("clear: another day begins with nothing", () => {
  const minutes = new DayMinutes();
  minutes.replace([point(5, 3), point(600, 1)]);
  minutes.change([point(5, 4)]);
  minutes.clear();
  assert.equal(minutes.newest, -1);
  assert.equal(minutes.revised.includes(1), false);
  assert.equal(minutes.sum(0, 1439).total, 0);
});

test("version: grows with every change and not without one", () => {
  const minutes = new DayMinutes();
  const before = minutes.version;
  minutes.change([]);
  assert.equal(minutes.version, before);
  minutes.change([point(1, 1)]);
  assert.ok(minutes.version > before);
});

test("interface minutes: those that are not sent have no calls", () => {
  const minutes = new InterfaceMinutes();
  minutes.replace(0, 59, [{ at: "201704120003", calls: 5, failed: 2, withoutResult: 1 }]);
  minutes.replace(1, 60, [{ at: "201704120004", calls: 6, failed: 0, withoutResult: 0 }]);
  assert.deepEqual([...minutes.calls.subarray(0, 6)], [0, 0, 0, 0, 6, 0]);
  assert.deepEqual([...minutes.failed.subarray(0, 6)], [0, 0, 0, 0, 0, 0]);
});
