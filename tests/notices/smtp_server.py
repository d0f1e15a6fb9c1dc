"""A small SMTP server on the loopback that can misbehave: refuse, hang, break off before or after taking a mail."""

import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from typing import Literal

Manner = Literal[
    "polite", "closed", "hang", "greylist", "unknown_user", "refuse_content", "die_before_data", "die_after_data"
]


class _Conversation(socketserver.StreamRequestHandler):
    server: "SmtpServer"

    def handle(self) -> None:
        with suppress(ConnectionError):
            self._talk()

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def _talk(self) -> None:
        if self.server.manner == "closed":
            return
        if self.server.manner == "hang":
            self.server.ending.wait(60)
            return
        self._say("220 test")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"QUIT":
                self._say("221 bye")
                return
            if not self._answer(word):
                return

    def _answer(self, word: bytes) -> bool:
        manner = self.server.manner
        if word == b"RCPT" and manner == "greylist":
            self._say("451 4.7.1 try again later")
        elif word == b"RCPT" and manner == "unknown_user":
            self._say("550 5.1.1 no such user")
        elif word == b"DATA":
            return self._take(manner)
        else:
            self._say("250 ok")
        return True

    def _take(self, manner: Manner) -> bool:
        if manner == "die_before_data":
            return False
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        if line == b"":
            return False
        if manner == "refuse_content":
            self._say("554 5.7.1 we do not like this")
            return True
        self.server.take(b"".join(lines))
        self.server.ending.wait(self.server.delay)
        if manner == "die_after_data":
            return False
        self._say("250 taken")
        return True


class SmtpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.manner: Manner = "polite"
        self.delay = 0.0
        self.ending = threading.Event()
        self.taken: list[bytes] = []
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def take(self, content: bytes) -> None:
        with self._lock:
            self.taken.append(content)

    def ids(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        with self._lock:
            return Counter(str(message_from_bytes(content)["Message-ID"]) for content in self.taken)


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.ending.set()
            server.shutdown()
            thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
