import assert from "node:assert/strict";
import { test } from "node:test";
import { age, chinaDay, chinaTime, clock, count, dayText, duration, exactYuan, failureRate, headlineParts, successRate, yuan } from "../src/text/format.ts";

test("count: 万 and 亿 in Chinese, thousands and M, B, T in English", () => {
  const cases: [number | undefined, string, string][] = [
    [undefined, "–", "–"], [0, "0", "0"], [9_999, "9,999", "9,999"], [10_000, "1.00万", "10,000"], [12_345_678, "1,234.56万", "12.34M"],
    [99_999_999, "9,999.99万", "99.99M"], [100_000_000, "1.00亿", "100.00M"], [123_456_789_000, "1,234.56亿", "123.45B"],
    [999_999, "99.99万", "999,999"], [310_000_000_004_399, "310.00万亿", "310.00T"],
  ];
  for (const [value, zh, en] of cases) {
    assert.equal(count(value, "zh"), zh);
    assert.equal(count(value, "en"), en);
  }
});

test("headlineParts: four decimals of 万 are exact, whatever the binary fraction is", () => {
  for (let value = 10_000; value < 100_000_000; value += 9_973) {
    const { whole, fraction, unit } = headlineParts(value, "zh");
    assert.equal(unit, "万");
    assert.equal(Number(`${whole.replaceAll(",", "")}${fraction.slice(1)}`), value);
  }
});

test("headlineParts: every digit in English, up to a trillion", () => {
  assert.deepEqual(headlineParts(999_999_999_999, "en"), { whole: "999,999,999,999", fraction: "", unit: "" });
  assert.deepEqual(headlineParts(310_000_000_004_399, "en"), { whole: "310", fraction: ".0000", unit: "T" });
});

test("yuan: fen are dropped, never rounded up", () => {
  assert.equal(yuan(999_999, "zh"), "9,999");
  assert.equal(yuan(1_000_000, "zh"), "1.00万");
  assert.equal(yuan(1_999_999_999_999, "zh"), "199.99亿");
  assert.equal(yuan(199, "en"), "1");
  assert.equal(exactYuan(199), "1.99");
});

test("successRate: 100.0 % only when nothing failed, 0.0 % only when nothing succeeded", () => {
  assert.equal(successRate(0, 0), "–");
  assert.equal(successRate(1_000_000, 1_000_000), "100.0 %");
  assert.equal(successRate(999_999, 1_000_000), "99.9 %");
  assert.equal(successRate(1, 1_000_000), "0.1 %");
  assert.equal(successRate(0, 5), "0.0 %");
  assert.equal(successRate(987, 1000), "98.7 %");
  for (let failed = 1; failed < 2000; failed++) assert.notEqual(successRate(1_000_000 - failed, 1_000_000), "100.0 %");
});

test("failureRate: 0.0 % only when nothing failed, 100.0 % only when all did", () => {
  assert.equal(failureRate(0, 10), "0.0 %");
  assert.equal(failureRate(1, 1_000_000), "< 0.1 %");
  assert.equal(failureRate(999_999, 1_000_000), "99.9 %");
  assert.equal(failureRate(10, 10), "100.0 %");
  assert.equal(failureRate(13, 1000), "1.3 %");
  assert.equal(failureRate(0, 0), "–");
});

test("duration: the unit that suits it", () => {
  const cases: [number | undefined, string, string][] = [
    [undefined, "–", "–"], [812, "812 毫秒", "812 ms"], [999.6, "1.0 秒", "1.0 s"], [21_504, "21.5 秒", "21.5 s"],
    [99_950, "1:40 分", "1:40 min"], [3_599_600, "1:00 时", "1:00 h"], [7_384_000, "2:03 时", "2:03 h"],
  ];
  for (const [ms, zh, en] of cases) {
    assert.equal(duration(ms, "zh"), zh);
    assert.equal(duration(ms, "en"), en);
  }
});

test("age: seconds, minutes, hours, days", () => {
  assert.equal(age(-5, "zh"), "0 秒前");
  assert.equal(age(59_999, "en"), "59 s ago");
  assert.equal(age(60_000, "zh"), "1 分钟前");
  assert.equal(age(7_200_000, "en"), "2 h ago");
  assert.equal(age(3 * 86_400_000, "zh"), "3 天前");
});

test("times are China's wherever the browser is", () => {
  const instant = new Date("2017-04-11T19:01:02.760Z");
  assert.equal(chinaTime(instant), "03:01:02");
  assert.equal(chinaDay(instant), "20170412");
  assert.equal(clock(181), "03:01");
  assert.equal(dayText("20170412"), "2017-04-12");
});
