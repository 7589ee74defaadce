"""Evals: suites that measure reports, any other system's cited text, and the judge itself; see `eval/README.md`."""
