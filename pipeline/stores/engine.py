"""The database behind the catalogue: opened, locked for writing, checked. All that is peculiar to SQLite but full text.

One file in write-ahead mode: readers never wait for the writer, nor the writer for them. One writer a home, by lock file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from ..errors import BadInput, HomeBusy, StoreDamaged
from . import postings, revisions
from .tables import SCHEMA, meta, metadata

# How long a transaction waits for another one to commit; ours take milliseconds, a checkpoint of the log perhaps seconds.
BUSY_TIMEOUT_MS = 30_000


def file_of(url_or_path: str | Path) -> Path:
    """The SQLite file that a path or a `sqlite:///` URL names.

    Raises:
        BadInput: a URL of another database.
    """
    text = str(url_or_path)
    if "://" not in text:
        return Path(text)
    url = make_url(text)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        shown = url.render_as_string(hide_password=True)
        raise BadInput(
            f"database {shown!r} cannot be used: this version keeps its catalogue in a SQLite file; give a path"
        )
    return Path(url.database)


def open_engine(file: Path) -> Engine:
    """An engine on the file, with all tables in it.

    Raises:
        StoreDamaged: the file is no database, or was written by another version of groundwire.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        _ensure_tables(engine, file)
    except DatabaseError as error:
        engine.dispose()
        raise StoreDamaged(
            f"'{file.name}' cannot be opened as a catalogue ({error.orig}), so nothing in it can be read; "
            "restore it from a copy, or move it away and ingest again"
        ) from error
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the write lock from its first statement, so that what it reads stays true."""
    with engine.execution_options(immediate=True).begin() as connection:
        yield connection


@contextmanager
def exclusive(file: Path, *, wait_s: float = 0) -> Iterator[None]:
    """Holds the lock file beside the catalogue.

    Raises:
        HomeBusy: another process holds it, and has not let go of it within `wait_s`.
    """
    lock = FileLock(file.with_name("writer.lock"), timeout=wait_s, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise HomeBusy(
            f"another process is writing to the home '{file.parent.name}', and two at once would undo each other's work; "
            "wait until it has finished and run this again. Reading and asking go on meanwhile"
        ) from error
    try:
        yield
    finally:
        lock.release()


def integrity_problems(connection: Connection) -> list[str]:
    """What the database finds wrong with its own pages, indexes and foreign keys."""
    pages = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    keys = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    broken = [f"row {row[1]} of {row[0]} points at no row of {row[2]}" for row in keys]
    return [problem for problem in pages if problem != "ok"] + broken


def _ensure_tables(engine: Engine, file: Path) -> None:
    with writing(engine) as connection:
        metadata.create_all(connection)
        postings.create(connection)
        found = connection.scalar(select(meta.c.value).where(meta.c.key == "schema"))
        if found is None:
            connection.execute(insert(meta).values(key="schema", value=SCHEMA))
            revisions.begin(connection, now=datetime.now(UTC))
    if found not in (None, SCHEMA):
        engine.dispose()
        raise StoreDamaged(
            f"'{file.name}' has tables of version {found}, this groundwire reads version {SCHEMA}, so it was left alone; "
            "use the groundwire that wrote it, or ingest into another home"
        )


def _prepare(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where we say, in _begin
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
