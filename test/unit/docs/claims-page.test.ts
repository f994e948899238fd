import { checkPage } from "../../support/unit/page.ts";
import { claimsPage } from "./claims-page.ts";

describe("the page of claims", () => {
  it("lists every claim with the parts that decide it", () => checkPage("claims.md", claimsPage())).timeout(30_000);
});
