import hashlib
import json

import pytest

from pipeline.stages.bundle import bundle
from tests.exports.proven import PROVEN_ARTICLES, proven
from tests.exports.test_documents import prints
from tests.render.example import STALE


@pytest.mark.parametrize(
    ("name", "format_", "opening"),
    [
        pytest.param("r.pdf", "pdf", b"%PDF-", marks=prints),
        ("r.docx", "docx", b"PK"),
        ("r.bib", "bibtex", b"@misc{"),
        ("r.zip", "bundle", b"PK"),
        ("r.md", "md", b"# "),
    ],
)
def test_the_suffix_chooses_the_format_of_the_file(run, stub, tmp_path, name, format_, opening) -> None:
    ran = run("show", "r-1", "--out", name)
    assert ran.code == 0
    assert ("export", STALE.id, format_) in stub.calls
    assert (tmp_path / name).read_bytes().startswith(opening)


def test_the_hash_of_a_bundle_is_told(run, tmp_path) -> None:
    ran = run("show", "r-1", "--out", "r.zip")
    assert f"SHA-256 {hashlib.sha256((tmp_path / 'r.zip').read_bytes()).hexdigest()}" in ran.words


@pytest.mark.parametrize("format_", ["pdf", "docx", "bundle"])
def test_what_is_no_text_needs_a_file(run, stub, format_) -> None:
    ran = run("show", "r-1", "--format", format_)
    assert (ran.code, ran.out) == (2, "")
    assert "--out FILE" in ran.err
    assert stub.calls == []


def test_the_sources_can_be_printed_for_reference_managers(run) -> None:
    assert json.loads(run("show", "r-1", "--format", "csl").out)[0]["id"] == "meridiancourier2026-1"


def test_a_bundle_is_proven_without_a_home(run, tmp_path) -> None:
    (tmp_path / "r.zip").write_bytes(bundle(proven(), PROVEN_ARTICLES))
    ran = run("--home", "nowhere", "check", "r.zip", "--json")
    assert (ran.code, ran.json) == (0, {"ok": True, "citations": 7, "failures": []})
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("name", ["r.zip", "renamed.json"])
def test_a_bundle_that_was_tampered_with_exits_with_three(run, tmp_path, name) -> None:
    (tmp_path / name).write_bytes(bundle(proven(), PROVEN_ARTICLES).replace(b"Port Ansel", b"Port Anset"))
    ran = run("check", name)
    assert ran.code == 3
    assert "Nothing is proven:" in ran.words


def test_a_bundle_that_is_not_there_is_bad_input(run, stub) -> None:
    ran = run("check", "missing.zip")
    assert ran.code == 2
    assert "there is no file 'missing.zip'" in ran.err
    assert stub.calls == []


def test_the_schema_of_reports_can_be_printed_without_a_home(run, stub) -> None:
    schema = run("show", "--schema").json
    assert schema["properties"]["schema"]["const"] == "groundwire/report/1"
    assert "claims" in schema["required"]
    assert stub.calls == []
