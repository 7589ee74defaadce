"""News found by a question: any service that answers an address with a feed or a list of articles.

Nothing is asked of anyone unless the user names the service. It is told the question's words, and nothing else.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus

from ..errors import BadInput
from ..text.words import STOP_WORDS, words
from .documents import Reading, Record
from .sources import Sources, is_address

PLACE = "{query}"
# GDELT DOC 2.0 API: at most 250 articles of the last three months; all words of a query must occur.
SERVICES: Mapping[str, str] = {
    "gdelt": "https://api.gdeltproject.org/api/v2/doc/doc?query={query}&mode=artlist&format=json&maxrecords=75&sort=hybridrel"
}
MAX_WORDS = 8  # of a question; every further one that must occur as well makes it less likely that anything is found


class Search:
    """Reads the articles that a service finds for a question, which is the `source`."""

    def __init__(self, where: str, reading: Reading, *, services: Mapping[str, str] = SERVICES) -> None:
        """`where`: the name of a service, or an address with `{query}` in it.

        Raises:
            BadInput: it is neither.
        """
        self._template = services.get(where, where)
        if PLACE not in self._template or not is_address(self._template):
            known = ", ".join(sorted(services))
            raise BadInput(f"{where!r} is no service to search; name one ({known}) or an address with {PLACE} in it")
        self._sources = Sources(reading)

    def read(self, source: str) -> Iterator[Record]:
        query = " ".join(_asked(source))
        if not query:
            raise BadInput(f"the query {source!r} has no words, so there is nothing to search for; ask in words")
        yield from self._sources.read_address(self._template.replace(PLACE, quote_plus(query)), robots=False)


def _asked(question: str) -> list[str]:
    """The words of a question that a service can look for: no function words, each once, in order."""
    found = list(dict.fromkeys(words(question)))
    return [word for word in found if word not in STOP_WORDS][:MAX_WORDS] or found[:MAX_WORDS]
