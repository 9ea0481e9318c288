"""Files on disk become articles: bytes, encodings, front matter. No database and no screen."""
