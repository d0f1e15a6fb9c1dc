from kommin.balance.models.rollup import Checkpoint, Project, Revision, Step
from kommin.balance.models.snapshot import Snapshot

__all__ = ["Checkpoint", "Project", "Revision", "Snapshot", "Step"]
