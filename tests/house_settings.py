"""The settings of the tests: a house of their own in a folder of its own, whatever the shell has set.

Only the database may come from outside (`tests/postgres.py`).
"""

import os
import tempfile
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("KOMMIN_") and name != "KOMMIN_DATABASE_URL"]:
    del os.environ[_name]
if "TEST_HOME_OF_KOMMIN" not in os.environ:  # the xdist workers find it set by the process that started them
    os.environ["TEST_HOME_OF_KOMMIN"] = tempfile.mkdtemp(prefix="kommin-test-")
    os.environ["TEST_HOME_OWNER"] = str(os.getpid())
os.environ["KOMMIN_HOME"] = os.environ["TEST_HOME_OF_KOMMIN"]
Path(os.environ["KOMMIN_HOME"], "static").mkdir(exist_ok=True)

from kommin.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
