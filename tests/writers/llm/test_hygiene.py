import pytest

from pipeline.writers.llm.hygiene import heading, plain, sentences


@pytest.mark.parametrize(
    ("drafted", "shown"),
    [
        ("The ferry sails [1].", "The ferry sails."),
        ("The ferry sails [1, 2][3].", "The ferry sails."),
        ("The ferry sails (k0a1b2c3d).", "The ferry sails."),
        ("The ferry sails [key: k0a1b2c3d, k11111111].", "The ferry sails."),
        ("According to passage k0a1b2c3d, the ferry sails.", "According to passage, the ferry sails."),
        ("The ferry sails (c1, c2 and c13).", "The ferry sails."),
        ("The ferry sails【4†source】.", "The ferry sails."),
        ("The ferry sails (https://harbour.example/a?b=1).", "The ferry sails."),
        ("The ferry sails, see www.harbour.example/x now.", "The ferry sails, see now."),
        ("The [ferry](https://harbour.example) **sails** in `June`.", "The ferry sails in June."),
        ("- The *ferry* sails.", "The ferry sails."),
        ("## 2. The ferry sails", "The ferry sails"),
        ("<b>The ferry</b> sails.", "The ferry sails."),
        ("The\n ferry\u200b  sails .", "The ferry sails."),
    ],
)
def test_marks_that_code_sets_itself_are_taken_off(drafted, shown):
    assert plain(drafted) == shown


@pytest.mark.parametrize(
    "text",
    [
        "The ferry (2031) carried 12 to 15 passengers (about 40 per cent).",
        "“It sails,” said Lind [of the port], who is (almost) sure.",
        "Growth was 2.5 per cent, at 3.15 p.m. on 4 May; snake_case_name stays.",
        "15 May is the day. Vitamin C12 is not.",
        "2031 was a good year.",
    ],
)
def test_ordinary_sentences_stay_as_they_are(text):
    assert plain(text) == text


def test_a_claim_of_several_sentences_is_split():
    assert sentences("The ferry sails in June. It needs two engines") == [
        "The ferry sails in June.",
        "It needs two engines.",
    ]


def test_a_quotation_over_two_sentences_is_not_torn():
    text = "“The ferry sails. It needs two engines,” Lind said."
    assert sentences(text) == [text]


@pytest.mark.parametrize("text", ["", "  ", "[1]", "https://harbour.example", "Yes.", "N/A"])
def test_what_is_no_sentence_is_none(text):
    assert sentences(text) == []


def test_a_heading_has_no_number_no_mark_and_no_stop():
    assert heading("### 3. The ferry **stays** in port [2].") == "The ferry stays in port"


@pytest.mark.parametrize("text", ["", "Ferry", "The ferry stays " * 20])
def test_what_cannot_be_a_heading_is_none(text):
    assert heading(text) == ""


def test_hostile_lengths_cost_no_more_than_they_hold():
    for piece in ("[1", "(k0a1b2c3d", "<a", "**", "_", "c1, ", "[", "https://"):
        assert len(plain(piece * 20_000)) <= 20_000 * len(piece)
