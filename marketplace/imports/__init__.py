"""Imports: files of rows under a column contract, from upload to commit or undo.

One engine reads every kind: headers in either language, every error with sheet, row, column, value and what would be
right, all at once. Dry run and commit use the same validator. A batch is written in one transaction or not at all; the
same file twice changes nothing. What the rows mean belongs to the areas; a workflow joins them.
"""
