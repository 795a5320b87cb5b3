"""Making ready what is kept in memory, before somebody waits for it."""

from kmzb.territory.basemap import basemap_layer
from kmzb.territory.search import search_places


def warm_up() -> None:
    """Prepare locator, search and basemap of the current edition in this process. It takes a second or two.

    Nobody has to call it: everything is made when it is first asked for. Call it in a thread after the last fork.
    """
    search_places("a")
    for name in ("country", "voivodeships", "counties", "gminas", "sea", "rivers", "lakes", "towns"):
        basemap_layer(name)
