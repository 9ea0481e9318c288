"""`python -m reader` is `broadsheet`."""

from reader.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
