"""What all tests share: a home of their own, so that nothing of the machine's user is read or written."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# The helpers of the tests are imported as `tests.…`; a plain `pytest` does not put the checkout on the path.
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# How long an example takes says how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def home_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home for the whole run."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for name in [name for name in os.environ if name.startswith("XDG_")]:
            patch.delenv(name)
        yield home


@pytest.fixture(autouse=True)
def nothing_is_marked(home_of_the_run: Path) -> Iterator[None]:
    """No marks, places and notes of one test are another's: many tests read the same articles."""
    yield
    if os.environ.get("HOME") == str(home_of_the_run):
        import platformdirs

        for folder in (platformdirs.user_data_path("broadsheet"), platformdirs.user_state_path("broadsheet")):
            shutil.rmtree(folder, ignore_errors=True)
