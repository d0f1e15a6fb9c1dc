"""KOMM-IN: a state and its municipalities run a funding programme together, from the call to the public balance."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("kommin")
except PackageNotFoundError:  # run from the source tree without an installation
    __version__ = "0+source"
