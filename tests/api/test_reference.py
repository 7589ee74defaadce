import pytest

from pipeline.faces.apidocs import MODULES, write_reference


@pytest.mark.filterwarnings("ignore")  # pdoc imports what it describes, and third parties warn
def test_the_reference_describes_what_others_may_build_upon(tmp_path) -> None:
    write_reference(tmp_path)
    pages = {
        path.relative_to(tmp_path).with_suffix("").as_posix().replace("/", ".") for path in tmp_path.rglob("*.html")
    }
    assert set(MODULES) <= pages
    facade = (tmp_path / "pipeline.html").read_text(encoding="utf-8")
    for name in ("open", "rendered", "Groundwire", "Report"):
        assert f'id="{name}"' in facade, name
    assert 'id="Groundwire.ask"' in facade
