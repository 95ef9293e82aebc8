"""What the project refuses, and the sentence it says so with."""


class Refusal(Exception):
    """Something a person gave that cannot be worked with.

    `code` is a short name for programs; `sentence` says to a student what was found, where,
    and how to put it right. Pages and the command line catch this and nothing wider.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class DataError(Refusal):
    """A file, a table or a choice of columns that no net can be trained on."""


class SettingsError(Refusal):
    """A setting outside its allowed range."""
