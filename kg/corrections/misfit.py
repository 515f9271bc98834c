"""Why a correction does not fit, in English and Chinese."""


class Misfit(Exception):
    """A correction that does not fit its text or its facts any more; it is told of, and the rest is applied."""

    def __init__(self, english: str, chinese: str) -> None:
        self.english, self.chinese = english, chinese
        super().__init__(english)
