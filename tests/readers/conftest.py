"""A site on loopback for the tests of readers that fetch."""

from collections.abc import Iterator

import pytest

from tests.fetching.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site
