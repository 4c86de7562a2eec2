"""All tables."""

from typing import Final

from trialtext.pipeline.tables.protocol import OTHER_TABLES, PROTOCOL_TABLES
from trialtext.pipeline.tables.results import RESULT_TABLES

TABLES: Final = (*PROTOCOL_TABLES, *RESULT_TABLES, *OTHER_TABLES)
"""The tables, in the order of the record."""
