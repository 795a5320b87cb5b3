"""The addresses of the residents' pages, for tests that look at all of them."""

PAGES = (
    "/list",
    "/summary",
    "/report",
    "/follow",
    "/help",
    "/rules",
    "/privacy",
    "/accessibility",
    "/credits",
)
