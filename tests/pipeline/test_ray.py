"""Ray, where there is none: what it does where there is, `tests/distributed` says."""

import re
import sys

import pytest

from trialtext.extras import MissingExtraError
from trialtext.pipeline.ray import run_on_ray


def test_without_ray_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError, match=re.escape("pip install 'trialtext[ray]'")):
        next(run_on_ray(lambda _: iter(()), [], convert=lambda batch: batch))
