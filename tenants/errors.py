"""What can be wrong with what an operator asks for: sentences for the terminal (English: operators' tongue)."""

from balai.errors import Refused


class VillageRefused(Refused):
    """A village cannot be made or changed as asked."""

    code = "village_refused"


class NotSetUp(Refused):
    """The regency does not exist yet."""

    code = "not_set_up"


class NoSuchRule(Refused):
    """The regency has no rule of this name."""

    code = "no_such_rule"

    def __init__(self, rule: str) -> None:
        super().__init__(f"There is no rule '{rule}'; 'balai regency rule' shows them all.", rule=rule)
