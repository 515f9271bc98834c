"""Measurements that are run by hand: `python -m tests.benchmarks` does those that bars are set for."""
