"""Posts (chức vụ, chức danh) by their official names and the abbreviations of offices.

A post is a pattern over folded words ("ct ubnd xa"). All patterns found in a cell are posts of that person; what is
left over must be noise, else the cell is not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from exchange.workbooks.values.cells import nearest, words

CAN_BO, CONG_CHUC = "can_bo", "cong_chuc"

_PHO = r"(?:pho|p)"
_CT = r"(?:chu tich|chu tịch|ct|c t)"
_PCT = rf"(?:{_PHO} ?{_CT}|pct)"
_BT = r"(?:bi thu|bt|b t)"
_TT = r"(?: ?(?:thuong truc|truc|tt))?"
_DU = r"(?:dang uy|dang uy|du|dang bo)"
_HDND = r"(?:hdnd|hd nd|hoi dong nhan dan|hoi dong nd)"
_UBND = r"(?:ubnd|ub nd|uy ban nhan dan|uy ban nd)"
_MTTQ = r"(?:ub|uy ban)? ?(?:mttq|mat tran to quoc|mat tran tq|mat tran|mt to quoc)(?: ?(?:vn|viet nam))?"
_DOAN = r"(?:doan(?: ?(?:thanh nien|tn))?|dtn|tncs)(?: ?(?:tncs|cong san|cs))?(?: ?(?:ho chi minh|hcm))?"
_LH = r"(?:lien hiep|lh)?"


@dataclass(frozen=True, slots=True)
class Post:
    """One post of the catalogue: `pattern` over folded words, first match wins; `spellings` for typing slips."""

    code: str
    group: str
    pattern: str
    spellings: tuple[str, ...]


# In the order of the catalogue. "Phó …" stands before the head it would otherwise be taken for.
POSTS: tuple[Post, ...] = (
    Post("bi_thu_dang_uy", CAN_BO, rf"{_BT} ?{_DU}", ("bi thu dang uy",)),
    Post(
        "pho_bi_thu_dang_uy",
        CAN_BO,
        rf"(?:{_PHO} ?{_BT}|pbt){_TT} ?{_DU}|(?:{_PHO} ?{_BT}|pbt) ?(?:thuong truc|tt)",
        ("pho bi thu dang uy",),
    ),
    Post("chu_tich_hdnd", CAN_BO, rf"{_CT} ?{_HDND}", ("chu tich hdnd", "chu tich hoi dong nhan dan")),
    Post(
        "pho_chu_tich_hdnd",
        CAN_BO,
        rf"{_PCT}{_TT} ?{_HDND}",
        ("pho chu tich hdnd", "pho chu tich hoi dong nhan dan"),
    ),
    Post("chu_tich_ubnd", CAN_BO, rf"{_CT} ?{_UBND}", ("chu tich ubnd", "chu tich uy ban nhan dan")),
    Post(
        "pho_chu_tich_ubnd",
        CAN_BO,
        rf"{_PCT}{_TT} ?{_UBND}",
        ("pho chu tich ubnd", "pho chu tich uy ban nhan dan"),
    ),
    Post(
        "chu_tich_ubmttq",
        CAN_BO,
        rf"{_CT} ?{_MTTQ}",
        ("chu tich ubmttq", "chu tich uy ban mat tran to quoc", "chu tich uy ban mat tran to quoc viet nam"),
    ),
    Post(
        "bi_thu_doan",
        CAN_BO,
        rf"{_BT} ?(?:{_DOAN}|dtncshcm|dtncs)",
        ("bi thu doan thanh nien", "bi thu doan tncs ho chi minh"),
    ),
    Post(
        "chu_tich_hoi_phu_nu",
        CAN_BO,
        rf"{_CT} ?(?:(?:hoi )?{_LH} ?(?:phu nu|pn)(?: ?(?:vn|viet nam))?|hoi lhpn|h?lhpn|hpn)",
        ("chu tich hoi phu nu", "chu tich hoi lien hiep phu nu"),
    ),
    Post(
        "chu_tich_hoi_nong_dan",
        CAN_BO,
        rf"{_CT} ?(?:(?:hoi )?(?:nong dan|nd)|hnd)(?: ?(?:vn|viet nam))?",
        ("chu tich hoi nong dan",),
    ),
    Post(
        "chu_tich_hoi_ccb",
        CAN_BO,
        rf"{_CT} ?(?:(?:hoi )?(?:cuu chien binh|ccb)|hccb)(?: ?(?:vn|viet nam))?",
        ("chu tich hoi cuu chien binh", "chu tich hoi ccb"),
    ),
    Post("truong_cong_an", CONG_CHUC, r"(?:truong ?(?:ban )?(?:cong an|ca)|tca)", ("truong cong an",)),
    Post(
        "chi_huy_truong_quan_su",
        CONG_CHUC,
        r"(?:(?:chi huy truong|cht)(?: ?(?:ban ?)?(?:ban )?(?:chi huy ?|ch|b?ch ?)?(?:quan su|qs))?|xa doi truong)",
        ("chi huy truong quan su", "chi huy truong ban chi huy quan su", "chi huy truong ban chqs"),
    ),
    Post(
        "van_phong_thong_ke",
        CONG_CHUC,
        r"(?:van phong|vp) ?(?:thong ke|tk|hdnd ubnd|ubnd)?|vptk",
        ("van phong thong ke",),
    ),
    Post(
        "dia_chinh_xay_dung",
        CONG_CHUC,
        r"(?:dia chinh|dc) ?(?:(?:nong nghiep|nn|xay dung|xd|do thi|dt|moi truong|mt|va|nong thon) ?)*|dcxd(?:dt)?(?:mt)?",
        (
            "dia chinh xay dung",
            "dia chinh nong nghiep xay dung va moi truong",
            "dia chinh xay dung do thi va moi truong",
        ),
    ),
    Post(
        "tai_chinh_ke_toan",
        CONG_CHUC,
        r"(?:tai chinh|tc) ?(?:ke toan|kt)|ke toan(?: ngan sach| truong)?|tai chinh|tckt",
        ("tai chinh ke toan",),
    ),
    Post(
        "tu_phap_ho_tich",
        CONG_CHUC,
        r"(?:tu phap|tp) ?(?:ho tich|ht)|tu phap|ho tich|tpht",
        ("tu phap ho tich",),
    ),
    Post(
        "van_hoa_xa_hoi",
        CONG_CHUC,
        r"(?:van hoa|vh) ?(?:va )?(?:xa hoi|xh|thong tin|tt)|van hoa|vhxh|(?:lao dong|ld) ?(?:thuong binh|tb)(?: ?(?:va )?(?:xa hoi|xh))?|ldtbxh",
        ("van hoa xa hoi",),
    ),
)
ORDER = {post.code: place for place, post in enumerate(POSTS)}
GROUP_OF = {post.code: post.group for post in POSTS}
_BY_CODE = {post.code: re.compile(rf"(?<![a-z0-9])(?:{post.pattern})(?![a-z0-9])") for post in POSTS}
_DEPUTIES_FIRST = sorted(POSTS, key=lambda post: not post.code.startswith("pho_"))
_SPELLINGS = {spelling: post.code for post in POSTS for spelling in post.spellings}

# Người hoạt động không chuyên trách, regular police, contract staff: outside the statistics, no error.
_OUTSIDE = re.compile(
    r"(?<![a-z])(?:"
    rf"{_PHO} ?(?:chi huy truong|cht)\b.*|{_PHO} ?(?:truong )?(?:cong an|ca|tca)\b.*|pho ?truong ca\b.*"
    rf"|{_PCT} ?(?:{_MTTQ}|hoi\b|h?lhpn|hpn|phu nu|hnd|nong dan|hccb|ccb|cuu chien binh).*"
    rf"|(?:{_PHO} ?{_BT}|pbt) ?(?:{_DOAN}|chi bo)\b.*"
    rf"|{_BT} ?(?:chi bo|cb)\b.*|truong (?:thon|khu|xom|ap|khu dan cu|kdc|to dan pho|khoi pho)\b.*|to truong\b.*"
    r"|van thu\b.*|thu quy\b.*|khong chuyen trach.*|kct|nhdkct|(?:nguoi )?(?:hoat dong|hd) (?:khong chuyen trach|kct)\b.*|ban chuyen trach\b.*|truong (?:ban )?(?:cong an|ca) (?:chinh quy|phuong)\b.*|cong an vien\b.*|cong an (?:chinh quy|vien|xa|phuong)\b.*"
    r"|dan quan\b.*|(?:lao dong )?hop dong\b.*|nhan vien\b.*|bao ve\b.*|lai xe\b.*|tap vu\b.*|tap su\b.*"
    r"|(?:can bo|cb|phu trach|chuyen trach) (?:dan so|khuyen nong|thu y|gia dinh|tre em|giam ngheo|dai truyen thanh|thu vien|luu tru)\b.*"
    r"|(?:dai )?truyen thanh\b.*|khuyen nong\b.*|thu y\b.*|dan so\b.*|cong tac vien\b.*"
    r"|(?:chu tich|ct) hoi (?:nguoi cao tuoi|nct|chu thap do|khuyen hoc|dong y|cuu thanh nien xung phong|nan nhan)\b.*"
    r"|(?:pho )?(?:chu nhiem|truong) (?:uy ban |ban )?(?:kiem tra|uy ban kiem tra|tuyen giao|to chuc|khoi dan van|ban to chuc)\b.*"
    r")\Z"
)
_NOISE = re.compile(
    r"\b(?:(?:uvbtv|uv btv|uvtv|uy vien (?:ban thuong vu|btv|thuong vu)|uv bch|uvbch)(?: (?:dang uy|du|thi uy|huyen uy))?|duv|dang uy vien|huv|tuv"
    r"|thi uy vien|huyen uy vien|(?:va |kiem )?chu nhiem (?:ub|uy ban )?(?:kt|kiem tra)|truong khoi (?:dan van|dv)|truong ban (?:cong tac mat tran|ctmt)"
    r"|phu trach (?:kinh te|van xa|noi chinh|van hoa xa hoi)|cong chuc|can bo|chuyen mon|chuc danh|chuc vu|cc|cb|xa|phuong|thi tran|tt|va|kiem|kiem nhiem|dong thoi|phu trach|quyen|q"
    r"|nhiem ky \d+ \d+|cap|cua|dong chi|uv|uvbch|uvbtv|uy vien|btv|bch|ban thuong vu|ban chap hanh|dang vien|huyen uy vien|dang uy vien|hdnd|truong)\b"
)
_BARE_SECRETARY = re.compile(rf"(?:(?P<deputy>{_PHO} ?{_BT}|pbt)|{_BT})")
_COUNCIL_HEADS = {"chu_tich_hdnd", "chu_tich_ubnd", "pho_chu_tich_hdnd"}
# "Bí thư chi bộ, CT UBND": a post of the catalogue beside one outside it is a question.
_TOGETHER = re.compile(r"[,;+/\n]|\bkiêm\b", re.I)
_VILLAGE_HEAD = re.compile(r"\A\s*(?:phó )?trưởng bản\b")
_REGULAR_POLICE = re.compile(
    r"\b(?:cong an|ca) (?:xa |phuong )?chinh quy\b|\b(?:truong|tca) ?(?:cong an|ca)? phuong\b"
)
_LONGEST = 300  # characters; a longer cell names no post
_PARENTHESES = re.compile(r"\([^()]*\)")
_ONE_MORE = re.compile(r"\bkiêm\b(?! nhiệm\s*\))", re.I)
# "Chủ tịch UBND phường An Lưu": the unit's own name is no part of the post.
_UNIT_NAME = re.compile(
    r"\b(xã|phường|thị trấn|TT\.?)\s+(?:(?!Bí|Phó|Chủ|CT|BT|PCT|PBT|Đảng|UBND|HĐND|ĐU\b|ĐB\b)[A-ZÀ-ỸĐ][^\W\d_]+[ ]*){1,4}",
    re.U,
)
# What someone looks after, up to the next post ("kiêm", ";").
_DUTY = re.compile(
    r"[\s,–-]*(?<!\w)(?:phụ trách|phu trach|p/t|pt|khối|mảng|lĩnh vực)(?!\w)(?:(?!\bkiêm\b)[^;+\n])*", re.I
)
_LEADING = {post.code for post in POSTS if post.group == CAN_BO} | {
    "truong_cong_an",
    "chi_huy_truong_quan_su",
}
# Side duties that change nothing about the post they stand beside.
_SIDE_DUTY = re.compile(r"(?:thu quy|van thu|luu tru|cchc|mot cua|tiep dan|giam ngheo|the thao|du lich| )+\Z")


@dataclass(frozen=True, slots=True)
class PostReading:
    """`codes` in official order; `outside` = outside the statistics; `guess` = the spelling a slip stands for.

    `is_rank`: only words that are no post by themselves ("Đảng ủy viên", "công chức").
    """

    codes: tuple[str, ...] = ()
    outside: bool = False
    guess: str = ""
    is_rank: bool = False


@lru_cache(maxsize=20_000)
def read_posts(text: str) -> PostReading:
    """Posts named in a cell; no codes and not `outside` means: not understood."""
    if len(text) > _LONGEST:
        return PostReading()
    plain = _without_duty(_UNIT_NAME.sub(r"\1 ", _PARENTHESES.sub(_aside, text)))
    if plain is None:
        return PostReading()
    spoken = words(plain) or words(text)
    if _VILLAGE_HEAD.search(text.lower()) or _REGULAR_POLICE.search(words(text)):
        return PostReading(outside=True)
    if _OUTSIDE.match(_strip_noise_front(spoken)) and not _main_posts(spoken):
        beside = any(_main_posts(words(part)) for part in _TOGETHER.split(plain))
        return PostReading() if beside else PostReading(outside=True)
    codes, left = _take(spoken)
    bare = _BARE_SECRETARY.fullmatch(left)
    if bare and _COUNCIL_HEADS & set(codes):
        # Beside a head of council or committee the only secretary meant is the Party committee's.
        secretary = "pho_bi_thu_dang_uy" if bare["deputy"] else "bi_thu_dang_uy"
        return PostReading(tuple(sorted({*codes, secretary}, key=ORDER.__getitem__)))
    if codes:  # words left beside a post ("phó", or anything not understood) would make it another post
        return PostReading(codes) if not left else PostReading()
    if len(spoken) > 2 and not left:
        return PostReading(is_rank=True)
    if spoken:
        guess = nearest(_NOISE.sub(" ", spoken).strip(), _SPELLINGS) or nearest(spoken, _SPELLINGS)
        if guess:
            return PostReading((_SPELLINGS[guess],), guess=_SPELLINGS[guess])
    return PostReading()


def _aside(match: re.Match[str]) -> str:
    """What stands in parentheses is a remark, unless it is one more post ("(kiêm Bí thư Đảng ủy)")."""
    return f", {match[0][1:-1]} " if _ONE_MORE.search(match[0]) else " "


def _without_duty(text: str) -> str | None:
    """ "PCT UBND phụ trách VH-XH": what someone looks after is no second post.

    None where a leading post stands among the duties: nobody can say whether it is one ("phụ trách kinh tế, CHT QS").
    """
    duty = _DUTY.search(text)
    if duty is None:
        return text
    before = text[: duty.start()]
    codes, left = _take(words(before))
    if not codes or (left and not (_BARE_SECRETARY.fullmatch(left) and _COUNCIL_HEADS & set(codes))):
        return text
    if any(_LEADING & set(_take(words(part))[0]) for part in duty[0].split(",")[1:]):
        return None
    return f"{before} {text[duty.end() :]}"


def _main_posts(spoken: str) -> bool:
    """True when the cell names a post of the catalogue before the word that would put it outside."""
    codes, left = _take(spoken)
    return bool(codes) and not left


def _take(spoken: str) -> tuple[tuple[str, ...], str]:
    """Posts found, in official order, and the words that are neither a post nor noise."""
    found: set[str] = set()
    left = spoken
    for post in _DEPUTIES_FIRST:
        taken = _BY_CODE[post.code].sub(" | ", left)
        if taken != left:
            found.add(post.code)
            left = taken
    left = re.sub(r"\s+", " ", _NOISE.sub(" ", left.replace("|", " "))).strip()
    if found and _SIDE_DUTY.match(left):
        left = ""
    return tuple(sorted(found, key=ORDER.__getitem__)), left


def _strip_noise_front(spoken: str) -> str:
    return re.sub(r"^(?:(?:cong chuc|can bo|cc|cb|chuc danh|chuyen trach) )+", "", spoken) or spoken


def names_a_post(text: str) -> bool:
    """True when a cell clearly names a post (used to tell people from totals)."""
    reading = read_posts(text)
    return bool(reading.codes) or reading.outside
