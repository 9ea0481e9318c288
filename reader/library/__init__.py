"""What is remembered of an archive. The only floor that imports sqlite3."""
