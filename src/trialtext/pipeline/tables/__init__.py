"""Studies as relational tables, under the names that analysts know from AACT.

What each table holds is declared, as data, and one engine fills them. Built on the record and on
criteria.
"""

from trialtext.pipeline.tables.builder import TableBuilder, schema, tables
from trialtext.pipeline.tables.catalogue import TABLES
from trialtext.pipeline.tables.unheld import PARTLY_HELD, UNHELD
from trialtext.pipeline.tables.writing import open_tables

__all__ = ["PARTLY_HELD", "TABLES", "UNHELD", "TableBuilder", "open_tables", "schema", "tables"]
