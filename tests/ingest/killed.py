"""Ingests a file into a home, to be killed while at it. Run as `python killed.py HOME FILE [add]`; `add`: without sync."""

import sys
from pathlib import Path

from pipeline.readers import reader_for
from pipeline.stages import follow, ingest
from tests.ingest.home import NOW, Home

if __name__ == "__main__":
    # Small batches put many commits, and so many places to be killed at, into a run of a second.
    ingest.WRITE = 10
    follow.BATCH = 10
    ingest.BATCH = 10
    home = Home.at(Path(sys.argv[1]), chroma=True)
    home.vectors.ids()  # opened before the clock of the test starts
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    home.ingest_all(reader_for(sys.argv[2], now=NOW).read(sys.argv[2]), sync="add" not in sys.argv[3:])
    print("done", flush=True)  # noqa: T201
