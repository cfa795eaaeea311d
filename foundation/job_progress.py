"""A job in words and counts, as `components/progress.html` and the API show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation import workers
from foundation.formats.vi_numbers import number
from foundation.jobs import ACTIVE, JobKind, job_kinds
from foundation.models import Job
from foundation.templatetags.kinhmon import moment

DONE, NOW, NEXT = "done", "now", "next"


@dataclass(frozen=True)
class Stage:
    """One of the things a job does in turn; `standing`: done, now or next."""

    label: str
    standing: str


@dataclass(frozen=True)
class JobProgress:
    """`sentence` says where the job stands, `spoken` the same in words that change rarely (for who listens).

    `total` 0 = nobody knows how many. `warning`: why nothing may happen for a while.
    """

    title: str
    state: str
    sentence: str
    spoken: str
    done: int
    total: int
    stages: tuple[Stage, ...]
    warning: str = ""

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def tone(self) -> str:
        return {"failed": "danger", "lost": "warning"}.get(self.state, "info")


def progress_of(job: Job) -> JobProgress:
    """How far a job is. Asks the database only while the job waits for a worker."""
    kind = job_kinds[job.kind]
    counts = f": {number(job.n_done)}/{number(job.n_total)}" if job.n_total else ""
    tenths = f", {job.n_done * 10 // job.n_total * 10} %" if job.n_total else ""
    stage = job.stage or "Bắt đầu"
    is_running = job.state == "running" and not job.cancel_asked_at
    return JobProgress(
        title=kind.title,
        state=job.state,
        sentence=f"{stage}{counts}" if is_running else _sentence(job, kind),
        spoken=f"{stage}{tenths}" if is_running else _sentence(job, kind),
        done=job.n_done,
        total=job.n_total,
        stages=tuple(_stages(job, kind)),
        warning=_warning(job),
    )


def progress_by_subject(subject_ids: Iterable[str]) -> dict[str, JobProgress]:
    """The last jobs about several things, in one query."""
    jobs = Job.objects.filter(subject_id__in=list(subject_ids)).order_by("pk")
    return {subject_id: progress_of(job) for subject_id, job in {job.subject_id: job for job in jobs}.items()}


def _sentence(job: Job, kind: JobKind) -> str:
    if job.state == "failed":
        return job.error or f"{kind.title}: có lỗi của hệ thống. Số tham chiếu {job.reference}."
    return {
        "queued": "Đang chờ đến lượt",
        "running": "Đang dừng lại theo yêu cầu",
        "done": "Đã xong",
        "cancelled": f"Đã dừng theo yêu cầu, {kind.as_before}.",
        "lost": f"{kind.title}: bị gián đoạn, {kind.as_before}.",
    }[job.state]


def _stages(job: Job, kind: JobKind) -> Iterable[Stage]:
    place = kind.stages.index(job.stage) if job.stage in kind.stages else -1
    for number_, label in enumerate(kind.stages):
        yield Stage(label, DONE if number_ < place else NOW if number_ == place else NEXT)


def _warning(job: Job) -> str:
    if job.state != "queued" or workers.is_any_there():
        return ""
    seen = workers.last_seen()
    since = f" (hoạt động lần cuối lúc {moment(seen)})" if seen else ""
    return (
        f"Bộ phận xử lý tệp lớn của máy chủ hiện không hoạt động{since}. Việc này tự bắt đầu khi bộ phận ấy chạy lại; "
        "đề nghị báo người quản trị máy chủ. Ông/bà có thể đóng trang này."
    )
