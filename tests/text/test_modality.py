from pipeline.text.modality import find_cues


def cues(text: str, *kinds) -> list[str]:
    return [cue.text for cue in find_cues(text, *kinds)]


def test_a_negation_reaches_to_the_end_of_its_clause():
    text = "Kyiv did not accept the plan, but Moscow welcomed it."
    (cue,) = find_cues(text, "negation")
    assert text[cue.start : cue.end] == "not"
    assert "accept the plan" in text[cue.scope_start : cue.scope_end]
    assert "Moscow" not in text[cue.scope_start : cue.scope_end]


def test_contractions_and_words_of_refusal_negate():
    assert cues("It won't yield and refused to sign.", "negation") == ["won't", "refused to"]


def test_hedges_are_found_and_may_the_month_is_none():
    assert cues("In May he may reportedly sign.", "hedge") == ["may", "reportedly"]


def test_conditions_and_the_future_are_told_apart():
    assert cues("If they agree, troops will leave.", "condition") == ["If"]
    assert cues("If they agree, troops will leave.", "future") == ["will"]


def test_an_assertion_has_no_cue_of_doubt():
    assert cues("The parliament passed the law.", "hedge", "condition", "negation", "future") == []
