"""Where what came of documents goes: JSON, lines, single files, tables, Parquet, DuckDB."""
