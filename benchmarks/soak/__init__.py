"""The whole system under many times its volume, with faults; then all is compared.

``python -m benchmarks.soak`` feeds a Telegram of our own at so many synthetic comments
a second, lets the real parts work on them, breaks what can break, and tells what was
lost, doubled or late.
"""
