"""Which kind of page a text is, and who reads it: a row for each kind."""

from trialtext.dialects.detection import Kind
from trialtext.dialects.dialect import Dialect
from trialtext.readers import study_page

DIALECTS = (
    Dialect(
        kind=Kind.STUDY_PAGE,
        grammar="study_page.lark",
        trees=study_page.TREES,
        texts=study_page.TEXTS,
        bare=study_page.bare,
        dropped=study_page.DROPPED,
        fixed=study_page.FIXED,
        required=study_page.REQUIRED,
        may_be_empty=study_page.MAY_BE_EMPTY,
    ),
)
