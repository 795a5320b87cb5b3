"""Whether a posting makes sense on the territory as it is now."""

from kmzb.accounts.errors import BeatMissing, BeatNotWanted, BeatTaken, UnknownBeat, UnknownUnit
from kmzb.accounts.queries import beat_officer_of
from kmzb.accounts.states import Role
from kmzb.territory import api as territory


def check_posting(role: Role, unit_code: str, beat_code: str, *, officer_id: int | None = None) -> None:
    """Refuse a posting that the territory or another officer's posting forbids.

    Raises:
        UnknownUnit, BeatMissing, UnknownBeat, BeatNotWanted, BeatTaken: see each.
    """
    unit = territory.unit(unit_code)
    if unit is None or not unit.is_current:
        raise UnknownUnit(unit_code)
    if role is not Role.BEAT_OFFICER:
        if beat_code:
            raise BeatNotWanted
        return
    if not beat_code:
        raise BeatMissing
    if beat_code not in {beat.code for beat in territory.beats(unit_code)}:
        raise UnknownBeat(beat_code, unit_code)
    holder = beat_officer_of(beat_code)
    if holder is not None and holder.id != officer_id:
        raise BeatTaken(holder.title)
