"""`python -m tests.benchmarks` measures the program and prints a table."""

from __future__ import annotations

import sys

from tests.benchmarks.run import main

sys.exit(main())
