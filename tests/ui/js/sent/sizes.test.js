/* How large a file is, in words. */

import { expect, test } from "bun:test";
import { sizeWords } from "../../../../ejournal/ui/components/sent/sizes.js";

test("a size is said in the unit that fits", () => {
  const said = [1, 999, 1500, 120_000, 3_500_000, 52_000_000, 5_368_709_120].map((size) => sizeWords(size, "en"));
  expect(said).toEqual(["1 byte", "999 byte", "1.5 kB", "117 kB", "3.3 MB", "50 MB", "5 GB"]);
});
