"""What the pages carry along is what it says it is, and asks no other host for anything."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src/kommin/foundation/ui/static"
FOLDERS = (STATIC / "vendor", ROOT / "tests/vendor")
STYLES = sorted(STATIC.rglob("*.css"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_every_carried_file_has_its_checksum(folder: Path) -> None:
    listed = dict(reversed(line.split(maxsplit=1)) for line in (folder / "SHA256SUMS").read_text().splitlines())
    listed = {name.removeprefix("./"): checksum for name, checksum in listed.items()}
    present = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {"README.md", "SHA256SUMS"}
    }
    assert present == listed


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_styles_ask_no_other_host(style: Path) -> None:
    text = style.read_text()
    assert "@import" not in text
    addresses = re.findall(r"url\(\s*['\"]?([^'\")\s]+)", text)
    outside = [address for address in addresses if not address.startswith("data:image/svg+xml,")]
    for address in outside:
        assert not re.match(r"(?:[a-z]+:)?//|[a-z]+:", address), address
        assert (style.parent / address).resolve().is_file(), address


@pytest.mark.parametrize(("folder", "licence"), [("kern", "LICENSE.md"), ("fira-sans", "OFL.txt"), ("htmx", "LICENSE")])
def test_every_carried_package_brings_its_licence(folder: str, licence: str) -> None:
    assert (STATIC / "vendor" / folder / licence).stat().st_size > 500
