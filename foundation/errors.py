"""The two ways a service says no."""


class Denied(Exception):
    """The user may not do this; the text (Vietnamese) says why. Pages answer 403."""


class Refused(Exception):
    """The act is not possible as asked; the text (Vietnamese) says what to do. Shown at the form.

    `field` names the form field the reason belongs to, if one does.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
