"""What this floor shows on pages of the floors below: menu entries, sections, panels, search."""

from foundation import history
from officials import catalogues  # noqa: F401  registers the tables of law
from officials.models.qualifications import LEVELS

history.register_actions(
    {
        "register": "Lập hồ sơ",
        "appoint": "Bố trí chức vụ",
        "end_posting": "Thôi giữ chức vụ",
        "refresh_units": "Cập nhật đơn vị theo ngày",
    }
)
history.register_companion("officials.official", "officials.appointment")
history.register_value_labels(
    "officials.qualification",
    "level",
    # "none" is worded by kind; in the history, without the kind, it is "Chưa có"
    {code: label for levels in LEVELS.values() for code, label in levels.items()} | {"none": "Chưa có"},
)
