"""Long work and the clock: jobs, ticks at their times, and runs over many items, each shared by several workers.

Rooms use three things:

    @task()                                     # a job: `send_letter.enqueue(letter_id)` (django-tasks' interface)
    @tick(name="audit.seal", every=...)         # a tick, in the room's `ticks.py`
    register_run_kind(...), start_run(...)      # work on many items that a person watches
"""
