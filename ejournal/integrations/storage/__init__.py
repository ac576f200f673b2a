"""Files of strangers on their way into the store: judged, scanned, pictures drawn anew; the store itself.

`store` holds the bytes, in a folder or a bucket; `taking_in` is what is done to a file before it is kept.
"""
