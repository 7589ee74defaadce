import pytest

from pipeline.text.speech import find_attribution

FORMS = [
    ("Russian officials said that the talks had failed.", "Russian officials", "the talks had failed.", "says"),
    ("The talks failed, Peskov said on Monday.", "Peskov", "The talks failed", "says"),
    ("According to the ministry, six people died.", "the ministry", "six people died.", "says"),
    ("Six people died, according to the ministry.", "the ministry", "Six people died", "says"),
    ("In Macron's view, Europe must pay.", "Macron", "Europe must pay.", "says"),
    ("“We won,” said the minister, who left.", "the minister", "We won", "says"),
    (
        "Sergei Lavrov, the foreign minister, said Russia would not yield.",
        "Sergei Lavrov",
        "Russia would not yield.",
        "says",
    ),
    ("Tsikhanouskaya, who lost, argued that the vote was rigged.", "Tsikhanouskaya", "the vote was rigged.", "says"),
    ("Moscow denied it had attacked.", "Moscow", "it had attacked.", "denies"),
    ("The army claims to hold the town.", "The army", "to hold the town.", "claims"),
    ("Officials say the deal is near.", "Officials", "the deal is near.", "unnamed"),
]


@pytest.mark.parametrize(("sentence", "speaker", "said", "kind"), FORMS)
def test_speaker_and_words_said_are_found(sentence, speaker, said, kind):
    found = find_attribution(sentence)
    assert found is not None
    assert (found.speaker, found.kind) == (speaker, kind)
    assert said in sentence[found.said_start : found.said_end]
    assert sentence[found.speaker_start : found.speaker_end] == speaker


@pytest.mark.parametrize("sentence", ["It was reported on Saturday that he was stabbed.", "The man reportedly died."])
def test_hearsay_has_no_speaker(sentence):
    found = find_attribution(sentence)
    assert found is not None
    assert (found.speaker, found.kind) == ("", "unnamed")


@pytest.mark.parametrize(
    "sentence", ["The number of cases is rising.", "Six people died in the state.", "He was told to go."]
)
def test_a_bare_statement_has_no_speaker(sentence):
    assert find_attribution(sentence) is None
