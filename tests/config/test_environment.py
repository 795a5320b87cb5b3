import pytest
from django.core.exceptions import ImproperlyConfigured

from kmzb.config.databases import database
from kmzb.config.environment import Environment


def test_everything_has_a_default():
    settings = Environment.load({})
    assert settings.read_days == 3
    assert settings.verify_days == 5
    assert settings.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert settings.basemap is None


def test_values_come_from_the_environment():
    settings = Environment.load({"KMZB_HOSTS": "mapa.example, www.mapa.example", "KMZB_DEMO": "1"})
    assert settings.hosts == ("mapa.example", "www.mapa.example")
    assert settings.demo


@pytest.mark.parametrize(
    ("name", "value"), [("KMZB_READ_DAYS", "three"), ("KMZB_DEMO", "maybe"), ("KMZB_DEADLINE_DAYS", "lunar")]
)
def test_a_value_that_cannot_be_read_is_named(name, value):
    with pytest.raises(ImproperlyConfigured, match=f"{name}='{value}'"):
        Environment.load({name: value})


def test_a_database_address_is_understood(tmp_path):
    settings = database("postgresql://anna:s%40fe@db.example:5433/kmzb?sslmode=require", tmp_path)
    assert (settings["NAME"], settings["USER"], settings["PASSWORD"]) == ("kmzb", "anna", "s@fe")
    assert (settings["HOST"], settings["PORT"]) == ("db.example", "5433")
    assert settings["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
def test_another_database_is_refused(url, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="expected postgresql"):
        database(url, tmp_path)
