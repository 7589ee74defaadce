from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.errors import BadInput, UnknownSetting
from pipeline.settings import Settings, load_settings


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home of its own, within an empty working directory."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    return home


def test_nothing_given_gives_the_defaults(home):
    chosen = load_settings(home)
    assert (chosen.llm, chosen.embedder, chosen.evidence_tokens, chosen.max_sections) == ("none", "minilm", 12_000, 7)


def test_an_argument_wins_over_the_environment_over_the_file_over_the_default(home, monkeypatch):
    (home / "groundwire.toml").write_text("max_sections = 2\nevidence_tokens = 900\nembedder = 'st:a'\n")
    monkeypatch.setenv("GROUNDWIRE_MAX_SECTIONS", "3")
    monkeypatch.setenv("GROUNDWIRE_EVIDENCE_TOKENS", "1000")
    chosen = load_settings(home, max_sections=4)
    assert (chosen.max_sections, chosen.evidence_tokens, chosen.embedder, chosen.llm) == (4, 1000, "st:a", "none")


def test_the_file_in_the_home_hides_the_one_in_the_working_directory(home):
    Path("groundwire.toml").write_text("max_sections = 2\nevidence_tokens = 900\n")
    assert load_settings(home).max_sections == 2
    (home / "groundwire.toml").write_text("max_sections = 5\n")
    assert (load_settings(home).max_sections, load_settings(home).evidence_tokens) == (5, 12_000)


def test_an_argument_of_none_counts_as_not_given(home):
    assert load_settings(home, max_sections=None) == load_settings(home)


def test_an_unknown_setting_is_named_with_its_line_and_a_guess(home):
    (home / "groundwire.toml").write_text("# mine\n\nmax_sections = 2\n\nembeder = 'x'\n")
    with pytest.raises(UnknownSetting) as raised:
        load_settings(home)
    assert str(raised.value) == "unknown setting 'embeder'; did you mean 'embedder'? (groundwire.toml, line 5)"


def test_a_table_in_the_file_is_an_unknown_setting_too(home):
    (home / "groundwire.toml").write_text("max_sections = 2\n[models]\nembedder = 'x'\n")
    with pytest.raises(UnknownSetting, match=r"unknown setting 'models'.*\(groundwire.toml, line 2\)"):
        load_settings(home)


def test_an_unknown_variable_and_an_unknown_argument_say_where_they_stand(home, monkeypatch):
    with pytest.raises(UnknownSetting, match=r"'max_section'; did you mean 'max_sections'\? \(argument\)"):
        load_settings(home, max_section=1)
    monkeypatch.setenv("GROUNDWIRE_LLN", "none")
    with pytest.raises(UnknownSetting, match=r"did you mean 'llm'\? \(environment, GROUNDWIRE_LLN\)"):
        load_settings(home)


def test_the_variable_that_names_the_home_is_no_setting(home, monkeypatch):
    monkeypatch.setenv("GROUNDWIRE_HOME", "/somewhere")
    assert load_settings(home).max_sections == 7


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("max_sections", "many", "setting 'max_sections' cannot be 'many': it should be a valid integer"),
        ("max_sections", 0, "it should be greater than or equal to 1"),
        ("max_cost", 0, "it should be greater than 0"),
    ],
)
def test_a_value_that_cannot_be_used_says_why_and_where(home, name, value, says):
    with pytest.raises(BadInput) as raised:
        load_settings(home, **{name: value})
    assert says in str(raised.value)
    assert str(raised.value).endswith("(argument)")


def test_a_file_that_is_no_toml_is_bad_input_with_its_line(home):
    (home / "groundwire.toml").write_text("max_sections = 2\nllm =\n")
    with pytest.raises(BadInput, match=r"groundwire.toml' cannot be read: .*line 2"):
        load_settings(home)


def test_settings_are_frozen(home):
    with pytest.raises(ValidationError, match="frozen"):
        load_settings(home).max_sections = 3


def test_the_digest_follows_every_setting(home):
    plain = load_settings(home).digest
    changed = [
        load_settings(home, embedder="st:a").digest,
        load_settings(home, evidence_tokens=900).digest,
        load_settings(home, max_sections=3).digest,
    ]
    assert load_settings(home).digest == plain
    assert len({plain, *changed}) == 4


def test_every_setting_is_described():
    assert all(field.description for field in Settings.model_fields.values())
