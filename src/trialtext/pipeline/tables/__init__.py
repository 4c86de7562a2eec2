"""Studies as relational tables, under the names that analysts know from AACT.

What each table holds is declared, as data; one engine fills them. Built on the record and on criteria.
"""

from trialtext.pipeline.tables.builder import TableBuilder, schema, tables
from trialtext.pipeline.tables.catalogue import TABLES

__all__ = ["TABLES", "TableBuilder", "schema", "tables"]
