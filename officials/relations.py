"""Family relations as declared: which words offices write, on whose side, how near, and what the other file says.

Free text stays allowed; what is not in the catalogue is shown as written and judged by no rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from foundation.registries import Registry
from foundation.vn_text import fold, nfc

OWN, SPOUSE = "ben_minh", "ben_vo_chong"
SIDES = {OWN: "bên mình", SPOUSE: "bên vợ hoặc chồng"}
MARRIAGE, PARENT, CHILD, SIBLING, PARENT_IN_LAW, CHILD_IN_LAW, WIDER = (
    "vo_chong", "bo_me", "con", "anh_chi_em", "bo_me_vo_chong", "con_dau_re", "ho_hang",
)  # fmt: skip
CLOSE = frozenset({MARRIAGE, PARENT, CHILD, SIBLING})  # Luật PCTN 2018 Điều 20 khoản 3
CLOSE_OR_IN_LAW = CLOSE | {PARENT_IN_LAW, CHILD_IN_LAW}  # Quy định 205-QĐ/TW Điều 3 khoản 6
# What the other person's file calls the relation back.
INVERSE = {
    MARRIAGE: MARRIAGE, PARENT: CHILD, CHILD: PARENT, SIBLING: SIBLING, PARENT_IN_LAW: CHILD_IN_LAW,
    CHILD_IN_LAW: PARENT_IN_LAW, WIDER: WIDER,
}  # fmt: skip


def _plain(text: str) -> str:
    """Lower case, composed, single spaces."""
    return nfc(text).casefold()


@dataclass(frozen=True)
class Relation:
    """A relation offices write: its label, the group of law it belongs to, the side, the degree (1 = nearest).

    `also` are other words for the same, compared without case; without diacritics only where that is clear.
    """

    code: str
    label: str
    group: str
    side: str = OWN
    degree: int = 1
    also: tuple[str, ...] = ()

    def words(self) -> set[str]:
        return {_plain(word) for word in (self.label, *self.also)}


relations: Registry[Relation] = Registry("relations")

for _relation in (
        Relation("vo", "Vợ", MARRIAGE),
        Relation("chong", "Chồng", MARRIAGE),
        Relation("bo_de", "Bố đẻ", PARENT, also=("bố", "cha", "cha đẻ", "bố ruột", "bố nuôi", "cha nuôi")),
        Relation("me_de", "Mẹ đẻ", PARENT, also=("mẹ", "má", "mẹ ruột", "mẹ nuôi")),
        Relation("con", "Con", CHILD, also=("con đẻ", "con trai", "con gái", "con nuôi")),
        Relation("anh_ruot", "Anh ruột", SIBLING, degree=2, also=("anh", "anh trai")),
        Relation("chi_ruot", "Chị ruột", SIBLING, degree=2, also=("chị", "chị gái")),
        Relation("em_ruot", "Em ruột", SIBLING, degree=2, also=("em", "em trai", "em gái", "anh em ruột", "chị em ruột")),
        Relation("bo_vo", "Bố vợ", PARENT_IN_LAW, SPOUSE, also=("cha vợ", "nhạc phụ")),
        Relation("me_vo", "Mẹ vợ", PARENT_IN_LAW, SPOUSE, also=("nhạc mẫu",)),
        Relation("bo_chong", "Bố chồng", PARENT_IN_LAW, SPOUSE, also=("cha chồng",)),
        Relation("me_chong", "Mẹ chồng", PARENT_IN_LAW, SPOUSE),
        Relation("con_dau", "Con dâu", CHILD_IN_LAW),
        Relation("con_re", "Con rể", CHILD_IN_LAW),
        Relation("anh_vo_chong", "Anh, chị, em vợ hoặc chồng", WIDER, SPOUSE, 2,
                 ("anh vợ", "chị vợ", "em vợ", "anh chồng", "chị chồng", "em chồng")),
        Relation("anh_chi_em_ho", "Anh, chị, em họ", WIDER, OWN, 4, ("anh họ", "chị họ", "em họ")),
        Relation("anh_re", "Anh, chị dâu; anh, em rể", WIDER, OWN, 2,
                 ("anh rể", "em rể", "chị dâu", "em dâu")),
        Relation("ong_ba", "Ông, bà", WIDER, OWN, 2,
                 ("ông nội", "bà nội", "ông ngoại", "bà ngoại", "ông", "bà")),
        Relation("chu_bac", "Cô, dì, chú, bác, cậu", WIDER, OWN, 3, ("cô", "dì", "chú", "bác", "cậu", "cô ruột",
                 "dì ruột", "chú ruột", "bác ruột", "cậu ruột", "thím", "mợ")),
        Relation("chau", "Cháu", WIDER, OWN, 3, ("cháu nội", "cháu ngoại", "cháu ruột", "cháu họ")),
        Relation("thong_gia", "Thông gia", WIDER, SPOUSE, 4),
):  # fmt: skip
    relations.register(_relation)

_by_word = {word: relation for relation in relations for word in relation.words()}
_by_bare_word: dict[str, set[str]] = {}
for _word, _relation in _by_word.items():
    _by_bare_word.setdefault(fold(_word), set()).add(_relation.code)


def relation_of(text: str) -> Relation | None:
    """The relation a text means; None for words the catalogue does not have, or that may mean several."""
    found = _by_word.get(_plain(text))
    if found is not None or _plain(text) != fold(text):
        return found
    codes = _by_bare_word.get(fold(text), set())
    return relations[next(iter(codes))] if len(codes) == 1 else None


def labels() -> list[str]:
    """The words a form offers; others may be typed."""
    return [relation.label for relation in relations]


def answers(one: Relation, other: Relation) -> bool:
    """Whether `other`, written in the relative's file, says the same relation back."""
    return INVERSE[one.group] == other.group
