"""Settings: read from TOML and the environment, wrong ones named with the mend."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.settings import Settings, load
from domain.sources import Kind

EXAMPLE = Path(__file__).parents[2] / "kayfiyat.example.toml"


def written(folder: Path, text: str) -> Path:
    path = folder / "kayfiyat.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_is_valid_and_holds_the_defaults() -> None:
    example = load(EXAMPLE)

    sections = ("listener", "privacy", "app", "auth", "mongodb", "telegram", "youtube")
    for section in sections:
        assert getattr(example, section) == getattr(Settings(), section), section


def test_the_example_explains_every_setting() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")

    sections = ("listener", "privacy", "app", "auth", "mongodb", "telegram", "youtube")
    for section in sections:
        for key in type(getattr(Settings(), section)).model_fields:
            assert f"\n{key} = " in text, f"{section}.{key}"


def test_a_source_is_read_with_its_start_at_midnight_in_tashkent(
    tmp_path: Path,
) -> None:
    path = written(
        tmp_path,
        '[[sources]]\nkind = "telegram_web"\nname = "demo"\nsince = 2026-01-01\n',
    )

    source = load(path).sources[0].as_source()

    assert source.id == "telegram_web:demo"
    assert source.kind is Kind.TELEGRAM_WEB
    assert source.url == "https://t.me"
    assert source.since_at == datetime(2025, 12, 31, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    "text, says",
    [
        ("[listener]\npuase = 1\n", "listener.puase is no setting"),
        ("[listener]\npause = -1\n", "listener.pause"),
        ("[privacy]\nk = 3\n", "privacy.k"),
        ("[app\n", "not TOML"),
        ('[[sources]]\nkind = "radio"\nname = "x1"\n', "sources.1.kind"),
        (
            '[[sources]]\nkind = "telegram_web"\nname = "a1"\n' * 2,
            "named twice; remove one",
        ),
        (
            '[[sources]]\nkind = "feed"\nname = "a1"\nsince = 2026-01-01T00:00:00\n',
            "has no zone",
        ),
        ('[[sources]]\nkind = "feed"\nname = "a1"\n', "has no address; add url"),
        ('[[sources]]\nkind = "telegram"\nname = "+Ab1"\n', "an invite link"),
        ('[[sources]]\nkind = "telegram"\nname = "@kun"\n', "without @"),
    ],
)
def test_a_wrong_line_is_named_with_its_key(
    tmp_path: Path, text: str, says: str
) -> None:
    path = written(tmp_path, text)

    with pytest.raises(ConfigError) as raised:
        load(path)

    assert says in str(raised.value)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_settings_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "nowhere.toml")


def test_the_environment_overrides_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "[app]\nport = 8600\naddress = '127.0.0.2'\n")
    monkeypatch.setenv("KAYFIYAT_APP__PORT", "8700")
    monkeypatch.setenv("MONGODB_URI", "mongodb://elsewhere")
    monkeypatch.setenv("MONGODB_DB", "other")

    settings = load(path)

    assert (settings.app.port, settings.app.address) == (8700, "127.0.0.2")
    assert (settings.mongodb.uri, settings.mongodb.db) == (
        "mongodb://elsewhere",
        "other",
    )


def test_every_source_of_the_example_can_be_followed(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    every = text.replace("\n# { kind", "\n  { kind")

    sources = load(written(tmp_path, every)).sources

    assert len(sources) > 80
    assert 0 < len(load(EXAMPLE).sources) < 10
    assert all(source.institution and source.language for source in sources)


def test_no_secret_is_repeated_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "kayfiyat.toml"
    path.write_text(
        '[site]\nurl = "https://a.example.uz"\n[youtube]\nkey = "SECRET"\n'
        "[telegram]\napi_hash = 5\n"
    )

    with pytest.raises(ConfigError) as wrong:
        load(path)

    assert "SECRET" not in str(wrong.value)


def test_a_site_needs_a_mail_server(tmp_path: Path) -> None:
    path = tmp_path / "kayfiyat.toml"
    path.write_text('[site]\nurl = "https://a.example.uz"\n[youtube]\nkey = "SECRET"\n')

    with pytest.raises(ConfigError, match=r"kayfiyat.toml: site.url needs") as wrong:
        load(path)

    assert "SECRET" not in str(wrong.value)
