"""What this floor shows on pages of the floors below: menu entries, sections, panels, search."""

from foundation import history

history.register_actions(
    {
        "register": "Lập hồ sơ",
        "appoint": "Bố trí chức vụ",
        "end_posting": "Thôi giữ chức vụ",
        "refresh_units": "Cập nhật đơn vị theo ngày",
    }
)
history.register_companion("officials.official", "officials.appointment")
