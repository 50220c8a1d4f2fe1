"""What other apps may use of jobs: work at the start of the school, chores by the clock, and the worker.

A job itself is a function with ``@django_tasks.task()`` in the app's own module; ask for it with
``name.enqueue(…)``. It must be idempotent: the worker may die after its work and before it says so.
"""

from codeward.web.jobs.registry import every, on_start, starters
from codeward.web.jobs.worker import run as run_worker

__all__ = ["every", "on_start", "run_worker", "starters"]
