"""Meetings and visits that a sentence tells of: found by their cues, dated and placed, and linked to known events."""

from c5plus1.drafting.record import Mentions, Reading
from c5plus1.drafting.sessions import find_again, find_sessions
from c5plus1.drafting.telling import Told
from c5plus1.drafting.visits import find_bilateral, find_visits


def find_meetings(mentions: Mentions, reading: Reading) -> list[Told]:
    """The meetings of one sentence, by place; `reading` remembers them for the sentences that follow."""
    told = [*find_visits(mentions, reading), *find_sessions(mentions, reading), *find_bilateral(mentions, reading)]
    if not any(item.meeting.format != "visit" for item in told):
        told += find_again(mentions, reading)
    return sorted(told, key=lambda item: item.start)
