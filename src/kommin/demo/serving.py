"""Starts and stops the processes of the demonstration."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from kommin.foundation.cli import BadInput

SECONDS_TO_STOP = 10
SECONDS_TO_START = 60

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared, never bound


class _StopAsked(Exception):
    """Somebody asked the demonstration to stop."""


def reachable(host: str) -> str:
    """The address at which this machine reaches a server that listens on `host`."""
    return _EVERYWHERE.get(host, host)


def require_free(host: str, port: int) -> None:
    """Refuse early and clearly when nobody could listen there.

    Raises:
        BadInput: the port is taken, impossible or not allowed.
    """
    if not 1 <= port <= 65535:
        raise BadInput(_("The port must lie between 1 and 65535."))
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise BadInput(
                    _("Port %(port)s is taken. Choose another: make demo PORT=8001") % {"port": port}
                ) from None
            raise BadInput(
                _("Cannot listen on %(host)s port %(port)s: %(why)s")
                % {"host": host, "port": port, "why": error.strerror}
            ) from None


def start(*words: str, address: str) -> "subprocess.Popen[bytes]":
    """A part of the house as a process in a session of its own, so that Ctrl-C reaches it once, through us.

    `address` is what links in mails and feeds begin with, unless the operator has set another.
    """
    environment = {"KOMMIN_BASE_URL": address} | os.environ
    return subprocess.Popen([sys.executable, "-m", "kommin", *words], env=environment, start_new_session=True)


def wait_until_answering(host: str, port: int, processes: "list[subprocess.Popen[bytes]]") -> None:
    """Return once somebody accepts connections there; fail when a process ends or it takes too long."""
    target = reachable(host)
    for _attempt in range(SECONDS_TO_START * 10):
        _require_alive(processes)
        try:
            socket.create_connection((target, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CommandError(_("The web server did not start within %(seconds)s seconds.") % {"seconds": SECONDS_TO_START})


def wait_until_one_ends(processes: "list[subprocess.Popen[bytes]]") -> None:
    """Return when a person asks to stop (Ctrl-C, SIGTERM); fail when a process ends by itself."""

    def ask_to_end(*_signal: object) -> None:
        raise _StopAsked

    signal.signal(signal.SIGTERM, ask_to_end)
    signal.signal(signal.SIGINT, ask_to_end)
    try:
        while True:
            _require_alive(processes)
            time.sleep(0.5)
    except _StopAsked:
        return


def _require_alive(processes: "list[subprocess.Popen[bytes]]") -> None:
    for process in processes:
        if process.poll() is not None:
            raise CommandError(
                _("%(part)s ended by itself (exit code %(code)s); see its messages above.")
                % {
                    "part": str(list(process.args)[3]) if isinstance(process.args, list) else "",
                    "code": process.returncode,
                }
            )


def stop(processes: "list[subprocess.Popen[bytes]]") -> None:
    """Ask every process to end and wait; one that does not listen is ended."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
