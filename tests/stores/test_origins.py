import json
from itertools import combinations, islice
from random import Random

import pytest
from sqlalchemy import func, select

from pipeline.readers import reader_for
from pipeline.stores.origins import CREDITED_CONTAINMENT, MOST_UNDER_A_MARK, SAME_CONTAINMENT
from pipeline.stores.sketches import shared, sketch
from pipeline.stores.tables import bands
from tests.ingest.home import NOW, SAMPLE, Home, raw

STORY = "\n\n".join(
    f"In paragraph {number} of this story the minister, whose name is given as number {number * 7}, told the council "
    f"of {number * 3} tonnes of grain that had been held at port {number + 40} since the spring."
    for number in range(12)
)


def unlike(seed: int, *, sentences: int = 20) -> str:
    """A text that shares no five words in a row with one of another seed."""
    random = Random(seed)
    syllables = ("ba", "dor", "fin", "gul", "ka", "lem", "mo", "nar", "pi", "rus", "sel", "tov")
    words = ("".join(random.choices(syllables, k=3)) for _ in range(12 * sentences))
    return " ".join(f"{' '.join(islice(words, 12)).capitalize()}." for _ in range(sentences))


def origins_of_sample(home: Home) -> dict[str, str]:
    for name in ("r1", "r2"):
        file = str(SAMPLE / f"{name}.jsonl")
        home.ingest_all(reader_for(file, now=NOW.replace(year=2027)).read(file))
    return {name: home.catalogue.history(name).article.origin for name in home.catalogue.live_ids()}


# Every reprint in the sample corpus, with the wire story that it credits.
REPRINTS = {
    "2025-11-24-geneva-presidents-to-decide": "2025-11-24-geneva-updated-framework",
    "2025-12-03-no-deal-no-summit-moscow": "2025-12-03-kremlin-talks-no-compromise",
    "2025-12-06-station-burns-homes-without-heat": "2025-12-06-overnight-barrage-653-drones",
    "2025-12-08-trillion-dollar-surplus-daily": "2025-12-08-china-surplus-trillion",
    "2025-12-12-daily-kyiv-sends-20-points": "2025-12-11-ukraine-sends-20-point-text",
    "2025-12-14-daily-odesa-queues-for-water": "2025-12-13-odesa-power-and-water-cut",
    "2025-12-14-saad-strike-daily": "2025-12-13-israel-says-saad-killed",
    "2025-12-14-peacekeepers-killed-daily": "2025-12-14-kadugli-un-base-drone",
    "2025-12-16-daily-nine-tenths-of-plan-agreed": "2025-12-15-berlin-ninety-per-cent-agreed",
    "2025-12-17-daily-no-guns-silent-at-christmas": "2025-12-16-kremlin-rejects-christmas-truce",
    "2025-12-19-daily-ninety-billion": "2025-12-19-eu-loan-agreed",
    "2025-12-29-daily-maralago-numbers": "2025-12-29-maralago-95-or-100",
    "2026-01-07-daily-paris-hubs": "2026-01-06-paris-declaration-signed",
    "2026-02-06-daily-prisoners-home": "2026-02-05-abu-dhabi-prisoners-military-channel",
}


def test_every_reprint_of_the_sample_shares_the_origin_of_its_wire_story_and_nothing_else_does(home: Home) -> None:
    origins = origins_of_sample(home)
    credited = {
        fields["id"]
        for name in ("r1", "r2")
        for fields in map(json.loads, (SAMPLE / f"{name}.jsonl").read_text("utf-8").splitlines())
        if "(Sample Wire)" in fields.get("text", "") and fields["publisher"] == "Sample Daily"
    }
    assert credited == set(REPRINTS)
    expected = {frozenset(pair) for pair in REPRINTS.items()}
    together = {frozenset(pair) for pair in combinations(origins, 2) if origins[pair[0]] == origins[pair[1]]}
    assert together == expected


def test_a_reprint_in_the_same_batch_shares_the_origin(home: Home) -> None:
    home.ingest(raw("wire", STORY), raw("daily", STORY + "\n\nThe Daily adds that this was expected."))
    assert home.catalogue.history("daily").article.origin == "wire"
    assert home.catalogue.status().origins == 1


def test_a_reprint_cut_to_its_first_half_shares_the_origin(home: Home) -> None:
    home.ingest(raw("wire", STORY))
    home.ingest(raw("daily", STORY[: len(STORY) * 55 // 100]))
    assert home.catalogue.history("daily").article.origin == "wire"


HEAD, REST = STORY[: len(STORY) * 3 // 10], STORY[len(STORY) * 3 // 10 :]
OWN = "\n\n".join(
    f"In its own words, the Daily reports that farmer {n} had waited {n + 50} days for a ship." for n in range(5)
)


def test_a_reprint_cut_to_its_first_third_shares_the_origin(home: Home) -> None:
    home.ingest(raw("wire", STORY), raw("daily", HEAD))
    assert home.catalogue.history("daily").article.origin == "wire"


@pytest.mark.parametrize(
    ("daily", "fields", "origin"),
    [
        (f"{HEAD}\n\n{OWN}", {}, "daily"),
        (f"{HEAD}\n\n{OWN} (Northern Wire)", {}, "wire"),
        (f"{HEAD}\n\n{OWN} (Southern Wire)", {}, "daily"),
        (f"{HEAD}\n\n{OWN}\n\n— AP", {}, "daily"),
        (f"PORT ANSEL (Northern Wire) - {OWN}", {}, "daily"),
    ],
)
def test_a_credit_tells_a_reprint_only_beside_a_passage_that_was_taken_over(
    home: Home, daily: str, fields: dict[str, object], origin: str
) -> None:
    home.ingest(raw("wire", STORY, publisher="Northern Wire"), raw("daily", daily, **fields))
    assert home.catalogue.history("daily").article.origin == origin


def test_two_reprints_that_credit_one_agency_share_an_origin_without_the_agency_itself(home: Home) -> None:
    home.ingest(raw("daily", f"KYIV (Reuters) - {STORY}"))
    home.ingest(raw("gazette", f"{HEAD}\n\n{OWN} (Reuters)"))
    assert home.catalogue.history("gazette").article.origin == "daily"


def test_forms_of_one_agency_that_differ_in_their_figures_are_different_stories(home: Home) -> None:
    def form(week: int) -> str:
        mills = ("north", "east", "south", "west", "old", "new", "lower", "upper", "far")
        lines = (
            f"The {mill} mill, which stands at the river beside the road to the port, made {len(mill) * week + i} tonnes."
            for i, mill in enumerate(mills)
        )
        return f"LONDON (Reuters) - The mills told of their output in the week that ended on Friday. {' '.join(lines)}"

    _, contained = shared(form(31), form(47))
    assert CREDITED_CONTAINMENT < contained < SAME_CONTAINMENT
    home.ingest(raw("w-31", form(31)), raw("w-47", form(47)))
    assert home.catalogue.history("w-47").article.origin == "w-47"


def test_a_later_cut_of_a_longer_reprint_shares_the_first_ones_origin(home: Home) -> None:
    home.ingest(raw("early", STORY[: len(STORY) * 6 // 10]))
    home.ingest(raw("full", STORY))
    home.ingest(raw("tail", STORY[len(STORY) * 6 // 10 :]))
    assert [home.catalogue.history(name).article.origin for name in ("full", "tail")] == ["early", "early"]


def test_a_roundup_does_not_join_two_stories(home: Home) -> None:
    first, second, third = map(unlike, range(3))
    home.ingest(raw("first", first), raw("roundup", f"{first}\n\n{second}\n\n{third}"), raw("second", second))
    assert [home.catalogue.history(name).article.origin for name in ("roundup", "second")] == ["first", "second"]


def test_a_notice_under_every_article_makes_none_of_them_a_reprint_and_is_soon_no_mark(home: Home) -> None:
    notice = unlike(99, sentences=10)
    home.ingest(*(raw(f"a-{i}", f"{unlike(i)}\n\n{notice}") for i in range(30)))
    assert home.catalogue.status().origins == 30
    with home.catalogue.engine.begin() as connection:
        counted = select(func.count()).select_from(bands).group_by(bands.c.key)
        assert max(connection.scalars(counted)) == MOST_UNDER_A_MARK


def test_all_versions_of_an_article_share_its_origin(home: Home) -> None:
    home.ingest(raw("wire", STORY), raw("daily", STORY))
    home.ingest(raw("daily", "The Daily has written this story anew, in its own words and with its own reporters."))
    assert {article.origin for article in home.catalogue.history("daily").versions} == {"wire"}


def test_a_reprint_of_an_updated_version_shares_the_origin(home: Home) -> None:
    home.ingest(raw("wire", "A short first take of the story that was to follow in the evening, with " + "more " * 30))
    home.ingest(raw("wire", STORY))
    home.ingest(raw("daily", STORY))
    assert home.catalogue.history("daily").article.origin == "wire"


def test_texts_that_are_too_short_to_tell_stay_apart(home: Home) -> None:
    home.ingest(raw("a-1", "Qtly div 10 cts vs 10 cts prior."), raw("a-2", "Qtly div 10 cts vs 10 cts prior."))
    assert home.catalogue.status().origins == 2
    assert sketch("Qtly div 10 cts vs 10 cts prior.") is None


def test_a_sketch_is_the_same_on_every_machine() -> None:
    drawn = sketch(STORY)
    assert drawn is not None
    assert drawn.shingles == 250
    assert drawn.keys[:2] == [-3192688418598770608, 4202535678938042232]
