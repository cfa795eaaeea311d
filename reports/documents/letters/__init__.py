"""Papers in the layout of NĐ 30/2020/NĐ-CP, a room each: reminder to units, list of raises, notice of ratings."""

from reports.documents.letters import raises, ratings, reminder  # noqa: F401 (they register themselves)
