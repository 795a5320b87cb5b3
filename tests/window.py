"""A browser window on a running site that remembers what the page complained of and whom it talked to."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

PHONE = (390, 844)
DESK = (1440, 900)

# Said by the browser itself about a refusal that the test provoked, or about drawing without a graphics card.
_NO_COMPLAINT = ("Failed to load resource", "GL Driver Message")
# Said by the page when a test keeps its code from coming.
_NO_CODE = "Failed to fetch dynamically imported module"


@dataclass
class Window:
    """One window. `path` arguments are addresses on the site."""

    url: str
    context: BrowserContext
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    _forgiven: tuple[str, ...] = _NO_COMPLAINT

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        # Playwright marks the functions that it is given, which a list's own method does not bear.
        self.page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108  # see above
        self.page.on("response", lambda response: self.responses.append(response))  # noqa: PLW0108  # see above

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.url}{path}")
        return self.page

    def without_code(self, name: str) -> None:
        """Let the page's code of that name not come, and forgive the page that it says so."""
        self._forgiven += (_NO_CODE,)
        self.page.route(f"**/assets/{name}-*.js", lambda route: route.abort())

    def with_code(self, name: str) -> None:
        """Let it come again."""
        self.page.unroute(f"**/assets/{name}-*.js")

    def asked(self, path: str) -> list[Request]:
        """Return the requests so far whose path begins so."""
        return [request for request in self.requests if urlsplit(request.url).path.startswith(path)]

    @property
    def strangers(self) -> set[str]:
        """Hosts other than the site that were asked for anything."""
        hosts = {urlsplit(request.url).netloc for request in self.requests if request.url.startswith(("http", "ws"))}
        return hosts - {urlsplit(self.url).netloc}

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(words in message.text for words in self._forgiven):
            self.complaints.append(f"{message.text} ({self.page.url})")
