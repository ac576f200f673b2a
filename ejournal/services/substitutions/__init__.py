"""Teachers who are away and who gives their lessons.

`absences` enters who is away, `candidates` ranks who could come, `arranging` decides, `journal` lists it.
"""
