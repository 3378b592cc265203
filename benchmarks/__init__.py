"""How fast the program is, as ratios to floors measured in the same run; `python -m benchmarks` prints the table.

Every row is a piece of the program's work beside the least that could be done for the same result. Work and floor take
turns, so what else the machine does meets both alike. Nothing here is imported by the program.
"""
