import assert from "node:assert/strict";
import { test } from "node:test";
import { csv } from "../src/text/csv.ts";

test("cells are quoted where they must be, and no text becomes a formula", () => {
  assert.equal(csv([["a", 1, undefined], ['say "hi"', "x,y", "two\nlines"]]), '\uFEFFa,1,\r\n"say ""hi""","x,y","two\nlines"\r\n');
  assert.equal(csv([["=1+1", "-2", -2]]), "\uFEFF'=1+1,'-2,-2\r\n");
});
