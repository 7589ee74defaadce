"""The OpenAPI document, read by a program that tries everything it allows and much that it does not."""

from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from tests.web.serving import served

_CASES = 4  # an operation; enough to find most of what a type allows, in some ten seconds


schemathesis.serializer.alias("application/zip", "application/octet-stream")


@pytest.fixture(scope="module")
def api(tmp_path_factory) -> Iterator[httpx.Client]:
    """A server over an empty home that fetches nothing, whatever address it is sent."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GROUNDWIRE_FETCH", "false")
        with served(tmp_path_factory.mktemp("empty")) as client:
            yield client


@pytest.fixture(scope="module")
def operations(api) -> list:
    schema = schemathesis.openapi.from_dict(api.get("/api/openapi.json").json())
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
def test_nothing_that_is_sent_breaks_the_server(api, operations, mode):
    broken: list[str] = []
    for operation in operations:
        if mode != schemathesis.GenerationMode.POSITIVE and not operation.body and not operation.query:
            continue
        _try(operation.as_strategy(generation_mode=mode), api, broken)
    assert broken == []


def _try(cases, api, broken: list[str]) -> None:
    @settings(
        max_examples=_CASES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def send(case: schemathesis.Case) -> None:
        answer = case.call(base_url=str(api.base_url), timeout=60)
        if answer.status_code >= 500:
            broken.append(f"{case.method} {case.formatted_path}: {answer.text}")

    with suppress(Unsatisfiable):  # a body of any bytes: nothing that could be sent would be wrong
        send()
