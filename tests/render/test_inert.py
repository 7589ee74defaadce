import json

import pytest

from pipeline.render.inert import json_in_html, json_text, line, plain, web_url


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;new title\x07after", "after"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;never closed", "0;never closed"),
        ("\x1bP1$r0m\x1b\\after", "after"),
        ("\x1bcreset", "reset"),
        ("bell\x07 back\x08space nul\x00", "bell backspace nul"),
        ("over\rwritten", "overwritten"),
        ("\u202egnp.exe", "gnp.exe"),
        ("mojibake â\x80\x9d stays readable", "mojibake â stays readable"),
        ("line\r\nline\ttab", "line\nline\ttab"),
        ("naïve — “quotes” 🚢 عربي", "naïve — “quotes” 🚢 عربي"),
    ],
)
def test_nothing_in_a_text_acts_on_a_terminal(hostile, expected) -> None:
    assert plain(hostile) == expected


def test_a_line_is_one_line() -> None:
    assert line(" two\n\nlines\tand  more ") == "two lines and more"


@pytest.mark.parametrize("url", ["https://a.example/x?y=1&z=%20", "http://a.example", " HTTPS://a.example/é "])
def test_web_addresses_are_links(url) -> None:
    assert web_url(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//a.example",
        "https://",
        "https://[broken",
        'https://a.example/"onmouseover=x',
        "https://a.example/<b>",
        "https://a.example/a b",
        "",
    ],
)
def test_nothing_else_is(url) -> None:
    assert web_url(url) is None


def test_json_means_the_same_without_control_characters() -> None:
    value = {"title": "a\x9b31m\x7f\u202eb\u2028"}
    escaped = json_text(json.dumps(value, ensure_ascii=False))
    assert "\x9b" not in escaped
    assert "\u202e" not in escaped
    assert json.loads(escaped) == value


def test_json_inside_html_closes_nothing() -> None:
    value = {"a": "</script><!-- & \u2028"}
    assert json_in_html(value) == '{"a": "\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028"}'
    assert json.loads(json_in_html(value)) == value
