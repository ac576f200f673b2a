"""Files that people send: taken in parts (`coming`), given to whoever may see what shows them (`giving`)."""
