"""What a person does between two runs of the worker, in a process of its own: `python -m exchange.bench_steps …`.

`send FILE` asks for a reading; `confirm ROWS` takes every row; `check ROWS` sees that they are records.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(verb: str, argument: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinhmon_cadre.settings")
    django.setup()
    from accounts.models import User
    from exchange.models import ImportBatch
    from exchange.services import background
    from exchange.services.choices import TAKE
    from exchange.services.reading import Upload
    from foundation.scope import unscoped

    by = User.objects.get(username="noivu")
    with unscoped("the batch of a measurement"):
        batch = ImportBatch.objects.order_by("-pk").first()
    if verb == "send":
        path = Path(argument)
        background.send(Upload(path.name, path.read_bytes(), None, None, True), by=by)
        return
    assert batch is not None
    taken = (
        batch.counts["ok"] + batch.counts["warn"]
    )  # a few people of a list made by chance are one another's twins
    if verb == "confirm":
        if batch.state != "previewed" or taken < int(argument) * 0.999:
            raise RuntimeError(f"not all rows can be taken: {batch.state} {batch.counts} {batch.refuse_code}")
        background.begin_writing(
            batch, by=by, digest=batch.digest, choices={"rows": {}, "kinds": {"*": TAKE}}
        )
    elif batch.state != "committed" or sum(batch.result["imported"].values()) != taken:
        raise RuntimeError(f"rows were lost: {batch.state} {batch.counts} {batch.result.get('imported')}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
