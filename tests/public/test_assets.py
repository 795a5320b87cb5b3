import json

import pytest
from django.template import Context, Template
from django.utils import translation

from kmzb.public.build import Build
from kmzb.public.templatetags import assets
from kmzb.public.typography import keep_short_words

MANIFEST = {
    "src/map.ts": {"file": "assets/map-11111111.js", "css": ["assets/map-2.css"], "imports": ["_site.js", "_deep.js"]},
    "_site.js": {"file": "assets/site-33333333.js", "css": ["assets/site-4.css"], "imports": ["_deep.js"]},
    "src/site.ts": {"file": "assets/page-66666666.js", "css": ["assets/page-7.css"]},
    "src/both.ts": {"file": "assets/both-88888888.js", "css": ["assets/both-9.css", "assets/page-7.css"]},
    "_deep.js": {"file": "assets/deep-55555555.js"},
    "node_modules/@fontsource/x-latin-400-normal.woff2": {"file": "assets/latin.woff2"},
    "node_modules/@fontsource/x-latin-ext-400-normal.woff2": {"file": "assets/latin-ext.woff2"},
    "node_modules/@fontsource/x-cyrillic-400-normal.woff2": {"file": "assets/cyrillic.woff2"},
}
DRAWINGS = {"icons": {"clock": '<path d="M1 1"/>'}, "signs": {"new": "<circle/>"}}


@pytest.fixture
def build(tmp_path, monkeypatch):
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "icons.json").write_text(json.dumps(DRAWINGS))
    found = Build(tmp_path)
    monkeypatch.setattr(assets, "current_build", lambda: found)
    return found


@pytest.fixture
def unbuilt(tmp_path, monkeypatch):
    found = Build(tmp_path)
    monkeypatch.setattr(assets, "current_build", lambda: found)
    return found


def rendered(text, **context):
    return Template("{% load assets %}" + text).render(Context(context))


def test_an_entry_brings_its_styles_and_those_of_what_it_imports(build):
    html = rendered('{% asset "map.ts" %}')
    assert html.index("/static/assets/site-4.css") < html.index("/static/assets/map-2.css")
    assert '<script type="module" src="/static/assets/map-11111111.js"></script>' in html
    assert html.count("modulepreload") == 2


def test_styles_of_every_page_come_before_those_of_the_entry(build):
    html = rendered('{% asset "both.ts" %}')
    assert html.index("/static/assets/page-7.css") < html.index("/static/assets/both-9.css")
    assert html.count("page-7.css") == 1


def test_an_early_script_runs_before_the_page_is_drawn(build):
    html = rendered('{% asset "map.ts" early=True %}')
    assert '<script type="module" blocking="render"' in html
    assert html.index("/static/assets/map-11111111.js") < html.index("/static/assets/site-4.css")
    assert html.count("modulepreload") == 2
    assert "blocking" not in rendered('{% asset "map.ts" %}')


def test_an_unbuilt_front_end_leaves_the_page_standing(unbuilt):
    assert rendered('{% asset "map.ts" %}{% fonts %}') == ""
    assert "<svg" in rendered('{% icon "clock" %}{% sign "new" %}')


def test_an_unknown_entry_brings_nothing(build):
    assert rendered('{% asset "nothing.ts" %}') == ""


@pytest.mark.parametrize(
    ("language", "expected"), [("pl", "latin-ext.woff2"), ("en", "latin.woff2"), ("uk", "cyrillic.woff2")]
)
def test_the_letters_of_the_language_are_fetched_at_once(build, language, expected):
    with translation.override(language):
        html = rendered("{% fonts %}")
    assert expected in html
    assert ("cyrillic" in html) is (language == "uk")


def test_icons_and_signs_are_hidden_from_screen_readers(build):
    html = rendered('{% icon "clock" 20 %}{% sign "new" 24 %}')
    assert html.count('aria-hidden="true"') == 2
    assert 'class="icon icon-20"' in html
    assert '<path d="M1 1"/>' in html
    assert 'class="sign sign-new sign-24"' in html


def test_what_a_template_passes_is_escaped(build):
    assert "<script>" not in rendered("{% icon name %}{% sign name %}", name='"><script>')


def test_the_mix_bar_fills_its_width_in_the_order_of_the_legend(build):
    html = rendered("{% mix_bar counts %}", counts={"confirmed": 1, "new": 3})
    assert html.index("mix-new") < html.index("mix-confirmed")
    assert 'class="mix-new" x="0.000%" y="-1" width="75.000%"' in html
    assert 'class="mix-confirmed" x="75.000%" y="-1" width="25.000%"' in html


def test_the_mix_bar_of_nothing_is_empty(build):
    assert "<rect" not in rendered("{% mix_bar counts %}", counts={})


def test_the_mix_bar_says_nothing_of_a_status_that_is_never_public(build):
    assert "joke" not in rendered("{% mix_bar counts %}", counts={"joke_or_mistake": 5, "new": 1})


def test_no_attribute_of_style_is_written(build):
    html = rendered('{% icon "clock" %}{% sign "new" %}{% mix_bar counts %}', counts={"new": 1})
    assert "style=" not in html


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("w domu i w ogrodzie", "w\u00a0domu i\u00a0w\u00a0ogrodzie"),
        ("(z powodem)", "(z\u00a0powodem)"),
        ("і в місті", "і\u00a0в\u00a0місті"),
        ("A place", "A\u00a0place"),
    ],
)
def test_no_short_word_ends_a_line(text, kept):
    assert keep_short_words(text) == kept


@pytest.mark.parametrize("text", ["dom", "moja łąka", "do domu", "w"])
def test_other_words_stay_as_they_are(text):
    assert keep_short_words(text) == text
