"""`python -m bench [NAME …]`."""

import importlib
import os
import sys
import tempfile
from pathlib import Path

from bench.harness import Bench


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all of them."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if unknown := sorted(set(names) - set(known)):
        print(f"There is no benchmark {unknown[0]}. Known: {', '.join(known)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="kommin-bench-") as folder:
        os.environ["KOMMIN_HOME"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
        import django

        django.setup()
        bench = Bench(Path(folder))
        for name in names or known:
            module = importlib.import_module(f"bench.bench_{name}")
            module.run(bench)
            bench.print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
