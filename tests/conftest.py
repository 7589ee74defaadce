"""What holds for every test: nothing beyond loopback, no keys, no settings of the person who runs them."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.models.embedder import MiniLMEmbedder
from pipeline.models.entailment import PackagedEntailment


class ReachedOut(BaseException):
    """A test tried to reach beyond loopback."""


@pytest.fixture(scope="session", autouse=True)
def _alone() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("GROUNDWIRE_") or name.endswith("_API_KEY"):
                patch.delenv(name)
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setenv("ANONYMIZED_TELEMETRY", "False")
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_loopback(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _only_local_names(socket.getaddrinfo))
        yield


@pytest.fixture(scope="session")
def reader() -> PackagedEntailment:
    return PackagedEntailment()


@pytest.fixture(scope="session")
def embedder() -> MiniLMEmbedder:
    return MiniLMEmbedder()


def _only_loopback(connect: Any) -> Any:
    def connect_nearby(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _refuse_unless_local(address[0])
        return connect(self, address)

    return connect_nearby


def _only_local_names(look_up: Any) -> Any:
    def look_up_nearby(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None:
            _refuse_unless_local(host.decode() if isinstance(host, bytes) else host)
        return look_up(host, *args, **kwargs)

    return look_up_nearby


def _refuse_unless_local(host: str) -> None:
    try:
        local = host in {"localhost", ""} or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        message = f"a test tried to reach {host}"
        raise ReachedOut(message)
