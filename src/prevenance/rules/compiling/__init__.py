"""Rules compiled for speed. The judge (`evaluating`) is the meaning; what is here must say the same, only faster.

`features` turns a profile into small integers; `lowering` turns rules into two-valued integer expressions
(`expressions`), once; each engine (`python`, `columns`, `sql`) prints these expressions and proves itself (`proving`).
"""
