"""Snapshot tests of pipelines: the fixture `study_snapshot`, for pytest with syrupy.

pytest loads this module wherever trialtext is installed, so it imports nothing but pytest.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

if find_spec("syrupy"):

    @pytest.fixture
    def study_snapshot(snapshot: "SnapshotAssertion") -> "SnapshotAssertion":
        """Compare a study with the one that is stored: `assert result == study_snapshot`."""
        from trialtext.pytest_plugin.extension import StudySnapshotExtension

        return snapshot.use_extension(StudySnapshotExtension)

else:

    @pytest.fixture(name="study_snapshot")
    def without_syrupy() -> None:
        """Say what to install, to those only who use the fixture."""
        pytest.fail("study_snapshot needs syrupy: pip install 'syrupy>=4.6'", pytrace=False)
