"""What all tests share: one migrated database, of which every worker and every concurrency test gets a clone.

Cloning instead of flushing: some tables refuse deletes by trigger, so a flush between tests is impossible.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from databases import Beginnings, DatabaseTemplate

pytest_plugins = ["access.summary"]
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")  # timing decides no test
OF_A_DATABASE = {"db", "transactional_db", "fresh_database", "database_template", "live_demo"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What touches no database needs no second run on the other one; nor do pages and letters, which show what queries
    bring that other tests ask on both. What is marked `both` runs on both all the same, such as pages that ask
    queries of their own kind."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        touches = item.get_closest_marker("django_db") is not None or fixtures & OF_A_DATABASE
        draws = item.path.stem.endswith("_pages") or item.path.stem.startswith("test_letters_")
        if not touches or (draws and item.get_closest_marker("both") is None):
            item.add_marker(pytest.mark.once)


def pytest_collection_finish() -> None:
    """All that was imported and collected stays; looking through it again and again for garbage costs a tenth."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if os.environ.get("TEST_HOME_OWNER") == str(os.getpid()):
        shutil.rmtree(os.environ["TEST_HOME_OF_KOMMIN"], ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """Neither what was kept nor the language of the last page that was asked for."""
    yield
    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="session")
def database_template(django_db_blocker: DjangoDbBlocker) -> DatabaseTemplate:
    """The migrated template, made once per run whatever the number of xdist workers."""
    with django_db_blocker.unblock():
        return DatabaseTemplate.for_run(Path(os.environ["TEST_HOME_OF_KOMMIN"]))


@pytest.fixture(scope="session")
def django_db_setup(database_template: DatabaseTemplate, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Each xdist worker works in its own clone of the template."""
    with django_db_blocker.unblock(), database_template.clone_in_use():
        yield


@pytest.fixture(scope="session")
def beginnings(
    database_template: DatabaseTemplate, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Beginnings]:
    """States of the house that many tests begin with, made once by each worker; see `databases.beginning`."""
    made = Beginnings(database_template, django_db_blocker)
    yield made
    made.drop()


@pytest.fixture
def fresh_database(
    database_template: DatabaseTemplate, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A database of this test's own with real commits; threads open their own connections to it.

    Threads must close their connections (`connections.close_all()`) before they end. Yields the database's name.
    """
    with django_db_blocker.unblock(), database_template.clone_in_use() as name:
        yield name
        connections.close_all()
