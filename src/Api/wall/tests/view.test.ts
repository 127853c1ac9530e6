import assert from "node:assert/strict";
import { test } from "node:test";
import { changeView, formatView, parseView } from "../src/model/view.ts";

test("an address and its view are one", () => {
  const addresses = [
    "", "?day=20170412", "?metric=rate&province=200", "?by=result&trend=hour&from=0300&to=0959", "?day=20170412&replay=300&at=1130",
    "?lang=en&theme=light&kiosk=1", "?province=other",
  ];
  for (const address of addresses) assert.equal(formatView(parseView(address)), address);
});

test("what an address says wrongly is as usual", () => {
  for (const address of ["?day=2017-04-12", "?metric=x", "?province=%3Cscript%3E", "?from=2500&to=2600", "?from=0900&to=0300", "?replay=7", "?at=0300", "?lang=fr", "?kiosk=yes"])
    assert.equal(formatView(parseView(address)), "", address);
});

test("a change takes parts away, too", () => {
  const view = parseView("?day=20170412&province=200");
  assert.equal(formatView(changeView(view, { province: undefined, metric: "amount" })), "?day=20170412&metric=amount");
});
