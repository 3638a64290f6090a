"""What hand-ins want of the cluster."""

import json

from grader.batch.cluster.trainings.asking import (
    TrainedParcel,
)
from grader.training.kept.content import encoded
from tests.training.cases.jobs import JOB, Counts


def parcel(job=JOB):
    return TrainedParcel(
        job.digest, encoded(Counts().train(job)), json.dumps(job.to_json()).encode()
    )
