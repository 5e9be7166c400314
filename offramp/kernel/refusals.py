"""A refusal is an exception that carries the sentence to show: what happened, and what to do next."""


class Refusal(Exception):  # noqa: N818  (it is an answer, not an error)
    """Something that was asked for and is not done. Nothing has changed."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotNow(Refusal):
    """The record is not in a state where this step exists."""


class NotYours(Refusal):
    """The step is somebody else's."""


class Incomplete(Refusal):
    """Something needed is missing or cannot be true."""
