from kommin.foundation.runs.models.job import Job
from kommin.foundation.runs.models.progress import ItemProgress
from kommin.foundation.runs.models.run import Run, RunItem
from kommin.foundation.runs.models.tick import TickState
from kommin.foundation.runs.models.worker import WorkerBeat

__all__ = ["ItemProgress", "Job", "Run", "RunItem", "TickState", "WorkerBeat"]
