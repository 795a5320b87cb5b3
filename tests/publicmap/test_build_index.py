"""The command that rebuilds the public map."""

import json

import pytest

from kmzb.cli.main import main
from kmzb.publicmap.models import Feature
from public_eye import ask
from small_country import NOW


def test_it_projects_every_report_and_says_how_many(resident, capsys, time_machine):
    time_machine.move_to(NOW, tick=False)
    resident.case()
    resident.case(category="drug_use")
    assert ask(NOW).total == 0
    assert main(["build-index", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"marks": 1}
    assert ask(NOW).total == 1
    assert main(["build-index"]) == 0
    assert "1" in capsys.readouterr().out.splitlines()[-1]


def test_other_words_are_wrong_usage_and_change_nothing(resident):
    resident.case()
    with pytest.raises(SystemExit) as ended:
        main(["build-index", "--from-scratch"])
    assert ended.value.code == 2
    assert not Feature.objects.exists()
