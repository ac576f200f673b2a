"""Components with JavaScript of their own, each in a folder: Python, JSX and styles side by side."""
