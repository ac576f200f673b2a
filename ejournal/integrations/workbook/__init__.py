"""Excel workbooks: those of strangers in within limits (`reading.py`), ours out (`writing.py`)."""
