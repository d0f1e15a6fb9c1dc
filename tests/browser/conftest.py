"""The real demonstration, served as a person would serve it, with a browser in front.

Each xdist worker serves its own copy of one loaded demonstration. Journeys that take cases on which other journeys
count ask for `own_demo`, a copy for the one test.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def loaded_demo() -> Path:
    """The demonstration as `make demo` loads it, made once per run (`make test` has it at hand); nobody works in it."""
    at_hand = Path(os.environ.get("TEST_DEMO_OF_KOMMIN", ""))
    if (at_hand / ".loaded").exists():
        return at_hand
    shared = Path(os.environ["TEST_HOME_OF_KOMMIN"])
    loaded = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "demo.ready").exists():
            _kommin("demo", "load", home=loaded)
            (shared / "demo.ready").touch()
    return loaded


@pytest.fixture(scope="session")
def demo_home(loaded_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the loaded demonstration for this worker alone."""
    return Path(shutil.copytree(loaded_demo, tmp_path_factory.mktemp("house") / "var"))


@pytest.fixture(scope="session")
def live_demo(demo_home: Path) -> Iterator[str]:
    """The address of a running demonstration, without a slash at the end."""
    with _serving(demo_home) as address:
        yield address


@pytest.fixture
def own_demo(loaded_demo: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a demonstration in which only this test works."""
    with _serving(Path(shutil.copytree(loaded_demo, tmp_path / "var"))) as address:
        yield address


@contextmanager
def _serving(home: Path) -> Iterator[str]:
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kommin", "demo", "serve", "--port", str(port)],
            env=_environment(home), stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(address, process, home / "serve.log")
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, live_demo: str) -> Iterator[BrowserContext]:
    """A fresh visitor (German, desk-sized window)."""
    context = browser.new_context(base_url=live_demo, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _environment(home: Path) -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMIN_", "DJANGO_"))}
    return keep | {"KOMMIN_HOME": str(home), "KOMMIN_DEMO": "true"}


def _kommin(*words: str, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kommin", *words], env=_environment(home), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(1200):
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())
