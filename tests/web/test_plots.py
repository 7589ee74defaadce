from datetime import date, timedelta

from pipeline.faces.web.plots import bars, interval, share
from pipeline.types.outline import DayCount


def count(day: date, articles: int = 1) -> DayCount:
    return DayCount(day=day, articles=articles)


def test_a_day_without_articles_keeps_its_place():
    plot = bars([count(date(2026, 3, 12)), count(date(2026, 3, 14), 4)])
    assert [(bar.x, bar.height, bar.number) for bar in plot.bars[-3:]] == [(11, 0.25, 1), (12, 0.0, 0), (13, 1.0, 4)]
    assert plot.bars[-1].label == "March 14, 2026"


def test_a_plot_of_one_day_begins_two_weeks_earlier():
    plot = bars([count(date(2026, 3, 14))])
    assert len(plot.bars) == 14
    assert (plot.first, plot.last) == (date(2026, 3, 1), date(2026, 3, 14))


def test_a_long_time_is_told_in_weeks_months_and_years():
    first = date(2020, 1, 15)
    long = {days: bars([count(first), count(first + timedelta(days=days))]) for days in (200, 900, 9_000)}
    assert {days: plot.unit for days, plot in long.items()} == {200: "week", 900: "month", 9_000: "year"}
    assert [len(plot.bars) for plot in long.values()] == [29, 31, 25]
    assert all(sum(bar.number for bar in plot.bars) == 2 for plot in long.values())


def test_an_empty_corpus_has_no_plot():
    assert bars([]) is None


def test_an_interval_is_drawn_only_for_shares():
    assert interval(0.9, 0.8, 0.95) == ("80.00", "15.00", "90.00")
    assert interval(12.0, 10.0, 14.0) is None
    assert interval(0.9, None, None) is None
    assert (share(1, 4), share(0, 0)) == ("25.00", "0")
