"""Public pages over HTTP, beside a bare response of the same server."""

from bench.harness import Bench

BARE = "/healthz"
PAGES = {"home page": "/", "home page, English": "/en/"}


def run(bench: Bench) -> None:
    """Median time of a request; the ratio says how many bare responses one page costs."""
    with bench.server() as server:
        for title, address in PAGES.items():
            bare = server.milliseconds(BARE)
            page = server.milliseconds(address)
            bench.tell(title, f"{page:.2f} ms", f"bare response {bare:.2f} ms", page / bare)
