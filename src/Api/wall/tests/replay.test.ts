import assert from "node:assert/strict";
import { test } from "node:test";
import { provincesUntil } from "../src/model/replay.ts";
import type { ProvinceAnswer } from "../src/api/contract.ts";

const answer = (code: string, ...hours: [hour: number, total: number, failed: number][]): ProvinceAnswer => ({
  revision: 1, asOf: "", day: "20170412", code, total: 0, succeeded: 0, failed: 0, amountFen: 0,
  hours: hours.map(([hour, total, failed]) => ({ at: `20170412${String(hour).padStart(2, "0")}`, total, succeeded: total - failed, failed, amountFen: total })),
});

test("provincesUntil: hours that are over, most failed first", () => {
  const hours = [answer("100", [0, 10, 1], [1, 10, 5]), answer("200", [0, 20, 2]), undefined, answer("210", [2, 5, 5])];
  assert.deepEqual(provincesUntil(hours, 58), []);
  assert.deepEqual(provincesUntil(hours, 59).map((row) => [row.code, row.total, row.failed]), [["200", 20, 2], ["100", 10, 1]]);
  assert.deepEqual(provincesUntil(hours, 119).map((row) => [row.code, row.failed]), [["100", 6], ["200", 2]]);
});
