"""The reference year Qingyang 2020, generated as import files: every published figure of that year, but only as facts.

`files.generate` writes the CSV files a county would have sent in; they are loaded by the same code as anyone's files.
Invariants: the same seed and scale give the same bytes; every row is valid under the import contract; the figures of
the year come out exactly when the rows are counted again, and the numbers they come out at stand in `targets` alone.
It does not touch the database, read a clock or know how the files are loaded. All names and numbers are synthetic.
"""
