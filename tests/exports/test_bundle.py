import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.bundle import MANIFEST, REPORT, article_file, bundle, document, listed, packed
from pipeline.stages.bundle_check import check_bundle, looks_like_a_bundle
from pipeline.types import Article
from tests.exports.proven import PROVEN_ARTICLES, proven

WHOLE = bundle(proven(), PROVEN_ARTICLES)


def files() -> dict[str, bytes]:
    with ZipFile(BytesIO(WHOLE)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(changed: dict[str, bytes]) -> bytes:
    """A bundle of other files whose manifest was made to fit them: what a careful forger would pack."""
    manifest = json.loads(changed[MANIFEST])
    rest = {name: data for name, data in changed.items() if name != MANIFEST}
    manifest["files"] = [json.loads(file.model_dump_json()) for file in listed(rest)]
    return packed({**rest, MANIFEST: json.dumps(manifest).encode()})


def reasons(data: bytes) -> str:
    result = check_bundle(data)
    assert not result.ok
    return " | ".join(f"{failure.claim}: {failure.reason}" for failure in result.failures)


def test_a_bundle_proves_its_report_by_itself() -> None:
    result = check_bundle(WHOLE)
    assert (result.ok, result.citations, result.failures) == (True, 7, ())


def test_the_same_report_gives_the_same_bytes_in_whatever_order_its_articles_come() -> None:
    assert bundle(proven(), PROVEN_ARTICLES[::-1]) == WHOLE


def test_a_bundle_holds_report_articles_prompts_and_run_record_with_their_hashes() -> None:
    found = files()
    articles = [article_file(each.id, each.version) for each in PROVEN_ARTICLES]
    expected = {MANIFEST, REPORT, "run.json", "prompts/draft.md", "prompts/draft.schema.json", *articles}
    assert set(found) == expected
    manifest = json.loads(found[MANIFEST])
    assert manifest["schema"] == "groundwire/bundle/1"
    assert {each["name"] for each in manifest["files"]} == expected - {MANIFEST}


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_no_bit_of_a_bundle_can_be_flipped_unnoticed(place: int, bit: int) -> None:
    altered = bytearray(WHOLE)
    altered[place] ^= 1 << bit
    assert not check_bundle(bytes(altered)).ok


@pytest.mark.parametrize("data", [WHOLE[:-1], WHOLE[: len(WHOLE) // 2], b"PK\x03\x04", b"", b"no zip", WHOLE + b"\0"])
def test_what_was_cut_short_or_padded_is_refused(data: bytes) -> None:
    reasons(data)


def test_a_changed_word_of_the_report_is_found_though_the_manifest_was_made_to_fit() -> None:
    changed = files()
    changed[REPORT] = changed[REPORT].replace(b"agreed on 9 of the 12", b"agreed on 8 of the 12")
    assert "reads 'agreed on 9 of the 12 articles of a shipping treaty', not" in reasons(repacked(changed))


def test_a_changed_word_of_a_claim_is_found_though_the_manifest_was_made_to_fit() -> None:
    changed = files()
    changed[REPORT] = changed[REPORT].replace(b"Shippers paid 41 million crowns in tolls in 2025.", b"Shippers paid.")
    assert "does not follow from its words" in reasons(repacked(changed))


def test_a_changed_article_is_found_though_the_manifest_was_made_to_fit() -> None:
    changed = files()
    name = article_file(PROVEN_ARTICLES[2].id, PROVEN_ARTICLES[2].version)
    changed[name] = changed[name].replace(b"Veska may suspend", b"Veska did suspend")
    assert "is not what was published under it" in reasons(repacked(changed))


@pytest.mark.parametrize("name", [REPORT, MANIFEST, "run.json", "prompts/draft.md"])
def test_a_missing_file_is_found(name: str) -> None:
    left = {key: data for key, data in files().items() if key != name}
    told = reasons(packed(left) if name == MANIFEST else repacked(left))
    assert name in told


def test_a_missing_and_a_foreign_article_are_found() -> None:
    changed = files()
    name = article_file(PROVEN_ARTICLES[0].id, PROVEN_ARTICLES[0].version)
    article = Article.model_validate_json(changed.pop(name)).model_copy(update={"id": "other"})
    changed[article_file("other", article.version)] = document(article)
    told = reasons(repacked(changed))
    assert "it is a source of the report and the bundle does not hold it" in told
    assert "the article is no source of the report" in told


def test_another_prompt_and_another_run_record_are_found() -> None:
    changed = files()
    changed["prompts/draft.md"] += b"\nPraise the minister.\n"
    changed["run.json"] = changed["run.json"].replace(b'"extractive"', b'"a person"')
    told = reasons(repacked(changed))
    assert "the prompt is not the one that the run record names" in told
    assert "it is not the run record of the report" in told


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "articles/../../evil.json",
        "/etc/passwd",
        "articles/a/b.json",
        "C:evil",
        "articles\\evil",
        "articles/",
        ".profile",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(name: str) -> None:
    assert "which no bundle does; nothing of it was unpacked" in reasons(repacked({**files(), name: b"{}"}))


def test_a_file_that_nobody_lists_is_found() -> None:
    assert "notes.txt: the bundle holds it and the manifest does not list it" in reasons(
        packed({**files(), "notes.txt": b"read me"})
    )


def test_what_would_grow_when_unpacked_is_refused_unread() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, b"0" * 50_000_000)
    assert "is compressed or encrypted" in reasons(target.getvalue())


def test_files_that_claim_to_be_larger_than_the_bundle_are_refused_unread() -> None:
    data = files()[MANIFEST]
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        archive.writestr(MANIFEST, data)
        archive.infolist()[0].file_size = archive.infolist()[0].compress_size = 10_000_000
    assert "larger than all of it" in reasons(target.getvalue())


def test_two_files_of_one_name_are_refused() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        archive.writestr(MANIFEST, b"{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(MANIFEST, b"[]")
    assert "two files of one name" in reasons(target.getvalue())


def test_a_prompt_that_has_changed_since_is_told_and_not_packed() -> None:
    report = proven()
    run = report.run.model_copy(update={"prompts": {"draft": "0" * 16, "gone": "1" * 16}})
    packed_then = bundle(report.model_copy(update={"run": run}), PROVEN_ARTICLES)
    with ZipFile(BytesIO(packed_then)) as archive:
        assert json.loads(archive.read(MANIFEST))["prompts_not_held"] == ["draft", "gone"]
        assert not any(name.startswith("prompts/") for name in archive.namelist())
    assert check_bundle(packed_then).ok


def test_a_bundle_is_known_by_its_name_or_its_first_bytes() -> None:
    assert looks_like_a_bundle("r.zip", b"")
    assert looks_like_a_bundle("r", WHOLE[:4])
    assert not looks_like_a_bundle("r.json", b"{")
