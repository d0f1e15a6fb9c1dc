import pytest

from runs.workshop import marks, run_kinds  # noqa: F401 - registers its kinds


@pytest.fixture
def workshop(db):
    """The table of marks, inside the test's transaction."""
    marks.make_table()


@pytest.fixture
def real_workshop(fresh_database):
    """The table of marks in a database of the test's own."""
    marks.make_table()
