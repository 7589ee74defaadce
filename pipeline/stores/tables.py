"""The tables of the catalogue and of the reports, in terms that every SQL database understands.

Article versions are append-only. What is derived (passages, sketches, outbox, full text) can be rebuilt from them.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

SCHEMA = "1"  # of these tables; a store with another number is not opened

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """A moment, stored in UTC without its zone and read back with it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))

# `live` is the number of the version that answers; NULL when the article is withdrawn, for `reason`.
articles = Table(
    "articles",
    metadata,
    Column("id", String, primary_key=True),
    Column("url_key", String, nullable=False, index=True),
    Column("origin", String, nullable=False),
    Column("live", Integer, index=True),
    Column("reason", String),
)

# `arrival` counts on every time a version becomes live, so that one that comes back counts as the latest.
# The long columns stand last: a scan of the others then never reads them.
versions = Table(
    "versions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("version", String, nullable=False),
    Column("arrival", Integer, nullable=False, index=True),
    Column("spoken_at", Moment, nullable=False),
    Column("published_at", Moment, nullable=False, index=True),
    Column("updated_at", Moment),
    Column("fetched_at", Moment, nullable=False),
    Column("publisher", String, nullable=False),
    Column("language", String, nullable=False),
    Column("url", String, nullable=False),
    Column("title", String, nullable=False),
    Column("author", String),
    Column("metadata", JSON, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("article_id", "version"),
)
Index("versions_as_of", versions.c.article_id, versions.c.spoken_at, versions.c.arrival)

# Offsets only: the words stay in the version and are read from there.
passages = Table(
    "passages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("version_number", ForeignKey("versions.number"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
)

sketches = Table(
    "sketches",
    metadata,
    Column("version_number", ForeignKey("versions.number"), primary_key=True),
    Column("shingles", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("version_number", ForeignKey("versions.number"), primary_key=True),
    sqlite_with_rowid=False,
)

# Versions whose passages the vector index has yet to put where they now belong.
outbox = Table("outbox", metadata, Column("version_number", ForeignKey("versions.number"), primary_key=True))

revisions = Table(
    "revisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("articles", Integer, nullable=False),
)

# `revision` is NULL while the revision that a change will belong to is still open.
changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("revision", ForeignKey("revisions.number"), index=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("before", String),
    Column("after", String),
    Column("reason", String),
)

reports = Table(
    "reports",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("question", String, nullable=False),
    Column("status", String, nullable=False),
    Column("checked_at", Moment, nullable=False),
    Column("digest", String, nullable=False),
    Column("json", Text, nullable=False),
)

# What was last found out about whether a report version still stands.
stalenesses = Table(
    "stalenesses",
    metadata,
    Column("id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("state", String, nullable=False),
    Column("json", Text, nullable=False),
)

# Vectors of claims and questions, by embedder and words; derived, so that a refresh embeds only what is new.
remembered = Table(
    "remembered",
    metadata,
    Column("key", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

# What an editor decided about a report and still holds; a version of it keeps what it was written under.
decisions = Table(
    "decisions",
    metadata,
    Column("report", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("json", Text, nullable=False),
)

# What subscribers are to be told, in the order in which it came to be; a row is written with the version that it tells of.
notices = Table(
    "notices",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("json", Text, nullable=False),
)

# Where notices go. A channel is told what came after `since`; after failures it is left alone until `next_at`.
channels = Table(
    "channels",
    metadata,
    Column("name", String, primary_key=True),
    Column("since", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("next_at", Moment),
)

# What became of a notice on a channel: `done` once it was acknowledged or given up; refused, it waits until `next_at`.
deliveries = Table(
    "deliveries",
    metadata,
    Column("channel", ForeignKey("channels.name"), primary_key=True),
    Column("notice", ForeignKey("notices.number"), primary_key=True),
    Column("refusals", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("next_at", Moment),
)

policies = Table(
    "policies",
    metadata,
    Column("id", String, primary_key=True),
    Column("policy", String, nullable=False),
    Column("interval_s", Integer, nullable=False),
)

# Sources that failed when they were last asked; one that works has no row.
resting = Table(
    "resting",
    metadata,
    Column("source", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("next_at", Moment, nullable=False),
)
