"""What an authority does with applications before it decides: work list, check, scoring, amounts, ranking, messages.

docs/examination.md tells how a case goes through this room.
"""
