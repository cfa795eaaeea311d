"""An official and their personal file as one row: what the form of a group of items reads, writes and compares."""

from __future__ import annotations

from typing import Any

from foundation.fields import PartialDateField
from foundation.scope import ScopedModel
from officials.models import Official, PersonalFile


class WholeFile:
    """The facts of form 2C that stand on the person, from both tables; a file not begun yet is empty.

    `version` is the sum of both rows' versions: every save raises one of them, so it is never the same twice.
    """

    def __init__(self, official: Official, file: PersonalFile | None) -> None:
        self.official = official
        self.file = file if file is not None else PersonalFile(official=official)

    @property
    def is_begun(self) -> bool:
        return self.file.pk is not None

    @property
    def version(self) -> int:
        return self.official.version + (self.file.version if self.is_begun else 0)

    def row_of(self, name: str) -> ScopedModel:
        """The row that holds `name`. KeyError for a fact of neither."""
        return self.official if model_of(name) is Official else self.file

    def __getattr__(self, name: str) -> Any:
        if name in ("official", "file") or name.startswith("__"):
            raise AttributeError(name)
        try:
            row = self.row_of(name.removesuffix("_partial"))
        except KeyError as error:
            raise AttributeError(name) from error
        return getattr(row, name)

    def value(self, name: str) -> Any:
        """As a form cleans it: a PartialDate for partial dates."""
        return getattr(self, f"{name}_partial" if name in PARTIAL else name)


def _fields() -> dict[str, type[ScopedModel]]:
    """The facts of both tables by name; what services keep themselves (unit, ids, derived columns) is no fact."""
    return {
        field.name: model
        for model in (PersonalFile, Official)
        for field in model._meta.concrete_fields
        if field.editable and field.name not in {"id", "public_id", "official", "unit", "synthetic"}
    }


_MODELS = _fields()
PARTIAL = {
    field.name
    for model in (Official, PersonalFile)
    for field in model._meta.concrete_fields
    if isinstance(field, PartialDateField)
}


def model_of(name: str) -> type[ScopedModel]:
    """The model that holds the fact `name`. KeyError for a fact of neither."""
    return _MODELS[name]


def _reader(name: str) -> property:
    return property(lambda whole: getattr(whole.row_of(name), f"{name}_partial"))


for _name in PARTIAL:  # `record_forms.typed_value` asks the class whether a fact is a partial date
    setattr(WholeFile, f"{_name}_partial", _reader(_name))


def whole_file_of(user: Any, official: Official) -> WholeFile:
    """The person's whole file as `user` may read it; one query."""
    return WholeFile(official, PersonalFile.objects.visible_to(user).filter(official=official).first())
