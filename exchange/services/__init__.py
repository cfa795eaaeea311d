"""Importing a workbook. The page, the API and the command all come through here.

`reading` reads a file against the records, `choices` says what the user took, `batches` keeps the batch and its file,
`kept` the rows, `importing` joins them: preview, confirm, cancel; `access` says who may. `effects` keeps what an
import did, `undoing` takes it back unless `obstacles` finds something later that rests on it. Pages and API send long
files through `background`, which does the same beside the request.
"""

from exchange.services.access import HIT_ACTION, MAX_HITS_A_DAY, check_may_import, check_may_undo, may_undo
from exchange.services.background import (
    LONG_ROWS,
    begin_rereading,
    begin_undoing,
    begin_writing,
    is_being_undone,
    is_long,
    read_once_more,
    send,
    stop,
)
from exchange.services.batches import KEEP_DAYS, NotOpen, delete_old_files
from exchange.services.choices import KEEP, LEAVE, TAKE, decide, row_key, warning_codes
from exchange.services.effects import EffectList, counts, names_in
from exchange.services.headings import WrongHeadings
from exchange.services.importing import Changed, cancel, confirm, import_at_once, preview
from exchange.services.kept import GOOD, OUTSIDE, QUESTION, WRONG, RowList, document
from exchange.services.obstacles import Obstacle
from exchange.services.reading import Read, Upload, known_unit, read, unit_by_code, unit_names_on
from exchange.services.rereading import say_headings, spoken_by_key
from exchange.services.returning import (
    GIVEN_BACK,
    ReturnedFile,
    annotated_upload,
    has_file,
    kept_until,
    returned_workbook,
)
from exchange.services.undoing import NotUndoable, obstacles_of, undo

__all__ = [
    "GIVEN_BACK",
    "GOOD",
    "HIT_ACTION",
    "KEEP",
    "KEEP_DAYS",
    "LEAVE",
    "LONG_ROWS",
    "MAX_HITS_A_DAY",
    "OUTSIDE",
    "QUESTION",
    "TAKE",
    "WRONG",
    "Changed",
    "EffectList",
    "NotOpen",
    "NotUndoable",
    "Obstacle",
    "Read",
    "ReturnedFile",
    "RowList",
    "Upload",
    "WrongHeadings",
    "annotated_upload",
    "begin_rereading",
    "begin_undoing",
    "begin_writing",
    "cancel",
    "check_may_import",
    "check_may_undo",
    "confirm",
    "counts",
    "decide",
    "delete_old_files",
    "document",
    "has_file",
    "import_at_once",
    "is_being_undone",
    "is_long",
    "kept_until",
    "known_unit",
    "may_undo",
    "names_in",
    "obstacles_of",
    "preview",
    "read",
    "read_once_more",
    "returned_workbook",
    "row_key",
    "say_headings",
    "send",
    "spoken_by_key",
    "stop",
    "undo",
    "unit_by_code",
    "unit_names_on",
    "warning_codes",
]
