"""What a page is complained of for: by axe-core, and for being wider than its screen."""

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong is told in full: all that is right takes longer to bring over than to find.
RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return found.violations.map((one) => `${one.id} ${one.nodes.map((node) => node.html).join(" ")}`);
}"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def complaints_of(page: Page, axe: str) -> list[str]:
    """All complaints of the page as it is shown now; `axe` is the checker."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(axe)
    found = list(page.evaluate(RUN, TAGS))
    wider = page.evaluate(WIDER)
    return [*found, f"{wider} px too wide"] if wider > 0 else found
