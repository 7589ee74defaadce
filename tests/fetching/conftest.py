"""A site on loopback that answers as it is told, and remembers who asked."""

from collections.abc import Iterator

import pytest

from tests.fetching.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site
