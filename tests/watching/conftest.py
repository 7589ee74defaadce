from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.stores.catalogue import Catalogue
from pipeline.stores.notices import Notices
from tests.fetching.site import Site
from tests.watching.town import Subscriber


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def subscriber() -> Iterator[Subscriber]:
    with Subscriber() as subscriber:
        yield subscriber


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue.open(tmp_path / "catalogue.sqlite")


@pytest.fixture
def notices(catalogue: Catalogue) -> Notices:
    return Notices(catalogue)
