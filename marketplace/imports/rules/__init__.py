"""The rules of imports: the states of a batch, the column contract, the readers of cells. Pure."""

from marketplace.imports.rules.states import BATCH_MOVES, BatchState, FileRole

__all__ = ["BATCH_MOVES", "BatchState", "FileRole"]
