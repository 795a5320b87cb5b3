"""The table of transitions as a page of documentation."""

from kmzb.verification.states import OPEN, TABLE, Action, Rule, Status

_HEAD = """# The life of a report

Made from the table in `src/kmzb/verification/states.py`; `tests/verification/test_report_life.py` keeps it fresh.
Guards, buttons and the full (status × action × role) test come from the same table.

"""


def render() -> str:
    """Return the page: a Mermaid diagram of the steps that change the status, then every step with its conditions."""
    return _HEAD + _diagram() + "\n" + _table() + "\n" + _everywhere()


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Status.NEW.value}: {Action.PLACE.value}"]
    for (status, action), rule in TABLE.items():
        if rule.target is not None:
            lines.append(f"    {status.value} --> {rule.target.value}: {action.value}")
    lines += [f"    {status.value} --> [*]" for status in Status if status not in OPEN]
    return "\n".join([*lines, "```", ""])


def _table() -> str:
    lines = ["| from | step | to | who | needs | public | clock |", "|---|---|---|---|---|---|---|"]
    for (status, action), rule in TABLE.items():
        if rule.target is not None:
            lines.append(f"| `{status.value}` | `{action.value}` | `{rule.target.value}` | {_conditions(rule)} |")
    return "\n".join([*lines, ""])


def _everywhere() -> str:
    lines = [
        "These keep the status and restart no clock; every open status has them.",
        "",
        "| step | who | needs | public | clock |",
        "|---|---|---|---|---|",
    ]
    steps = {action: rule for (_, action), rule in TABLE.items() if rule.target is None}
    lines += [f"| `{action.value}` | {_conditions(rule)} |" for action, rule in steps.items()]
    return "\n".join([*lines, ""])


def _conditions(rule: Rule) -> str:
    who = ", ".join(sorted(role.value for role in rule.roles)) or "the system"
    wanted = (("reason", rule.needs_reason), ("visits", rule.needs_visits), ("body", rule.needs_body))
    needs = ", ".join(name for name, is_wanted in wanted if is_wanted) or "–"
    clock = "starts" if rule.restarts_clock else "–"
    return f"{who} | {needs} | {'yes' if rule.is_public else 'no'} | {clock}"
