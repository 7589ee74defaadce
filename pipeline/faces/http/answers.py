"""Answers in JSON: results as the command line prints them, and errors in its words."""

import logging
from collections.abc import Sequence

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from ...errors import GroundwireError, TooBusy
from ...types import Value
from ..documents import document
from ..web.pages import error_page

_logger = logging.getLogger("groundwire.http")


class Fault(BaseModel):
    """What went wrong: the name of the error, and what the command line would say."""

    type: str
    message: str


class Failure(BaseModel):
    error: Fault


def as_json(value: Value | Sequence[Value], *, status: int = 200) -> Response:
    """A result, byte for byte as `--json` prints it."""
    return Response(document(value) + "\n", status_code=status, media_type="application/json")


def failed(request: Request, status: int, kind: str, message: str, *, retry_after_s: int | None = None) -> Response:
    """An error: as JSON under /api, else as a page."""
    if request.url.path.startswith("/api"):
        body = Failure(error=Fault(type=kind, message=message)).model_dump_json()
        answer = Response(body, status_code=status, media_type="application/json")
    else:
        answer = error_page(status, message)
    if retry_after_s is not None:
        answer.headers["retry-after"] = str(retry_after_s)
    return answer


def tell_errors(app: FastAPI) -> None:
    """Whatever goes wrong becomes an answer in plain words; a traceback goes to the log only."""

    @app.exception_handler(GroundwireError)
    def known(request: Request, error: GroundwireError) -> Response:
        wait = error.retry_after_s if isinstance(error, TooBusy) else 1 if error.retryable else None
        return failed(request, error.http_status, type(error).__name__, str(error), retry_after_s=wait)

    @app.exception_handler(RequestValidationError)
    def misshapen(request: Request, error: RequestValidationError) -> Response:
        wrong = "; ".join(f"{_place(each['loc'])}: {each['msg'].lower()}" for each in error.errors()[:3])
        message = f"the request cannot be understood ({wrong}); /api/openapi.json tells what is expected"
        return failed(request, 422, "BadInput", message)

    @app.exception_handler(UnicodeEncodeError)
    def half_a_character(request: Request, _error: UnicodeEncodeError) -> Response:
        message = "half of a surrogate pair stands in the request, which no store takes; send whole characters"
        return failed(request, 422, "BadInput", message)

    @app.exception_handler(404)
    @app.exception_handler(405)
    def elsewhere(request: Request, error: HTTPException) -> Response:
        words = {404: "there is nothing at this address", 405: f"{request.method} is not possible here"}
        answer = failed(request, error.status_code, "NotFound", words[error.status_code])
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(400)
    @app.exception_handler(413)
    def unreadable(request: Request, error: HTTPException) -> Response:
        return failed(request, error.status_code, "BadInput", f"the body cannot be read: {error.detail}")

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> Response:
        _logger.error("%s %s failed unexpectedly", request.method, request.url.path, exc_info=error)
        message = f"unexpected {type(error).__name__}; this is a bug, and the server's log has the traceback"
        return failed(request, 500, "Unexpected", message)


def _place(location: Sequence[int | str]) -> str:
    """Where in a request something stands, for people: `body.question`, `query.k`."""
    return ".".join(str(step) for step in location)
