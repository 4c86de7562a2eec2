"""All tables."""

from typing import Final

from trialtext.pipeline.tables.other_sections import OTHER_TABLES
from trialtext.pipeline.tables.protocol import PROTOCOL_TABLES
from trialtext.pipeline.tables.results import RESULT_TABLES

TABLES: Final = (*PROTOCOL_TABLES, *RESULT_TABLES, *OTHER_TABLES)
"""The tables, in the order of the record."""
