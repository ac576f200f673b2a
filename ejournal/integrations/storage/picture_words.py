"""What is said of a picture that is not taken: by who draws it apart, and by who waits for that."""

MOST_MEGAPIXELS = 60
DAMAGED = "The picture {name} is damaged. Open it in a graphics program and save it anew"
TOO_LARGE = "The picture {name} has more than {limit} megapixels. Make it smaller"
