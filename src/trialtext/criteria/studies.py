"""Criteria of what users have: a text, a study, or what a page was read to."""

from trialtext.codec import type_of
from trialtext.criteria.model import Criteria
from trialtext.criteria.places import locator
from trialtext.criteria.reading import read_criteria
from trialtext.model.study import Study
from trialtext.reading.result import Result


def criteria(source: str | Study | Result) -> Criteria:
    """Read eligibility criteria one by one.

    `source` is the text of the API's field `eligibilityModule.eligibilityCriteria`, a study that
    has one, or what a page was read to: then each item also has its place in the page, as far as
    the text can be traced to it. No text is bad: what is uncertain about an item is in its
    `doubts`. A study without criteria has none. Raises `TypeError` for anything else.
    """
    if isinstance(source, str):
        return read_criteria(source)
    if isinstance(source, Study):
        return read_criteria(*_text_of(source))
    if isinstance(source, Result):
        if source.study is None:
            return read_criteria("")
        return read_criteria(*_text_of(source.study), locator(source))
    raise TypeError(f"criteria takes a text, a study or a result, not {type_of(source)}")


def _text_of(study: Study) -> tuple[str, str | None]:
    """Return the criteria of a study as one text, empty for none, and its number."""
    section = study.protocol_section
    module = section.eligibility_module if section else None
    identification = section.identification_module if section else None
    text = module.eligibility_criteria if module else None
    return text or "", identification.nct_id if identification else None
