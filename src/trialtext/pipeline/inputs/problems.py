"""Why an input cannot be read."""


class UnreadableError(Exception):
    """An input, or a part of one, cannot be read: the code of the diagnostic, and a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
