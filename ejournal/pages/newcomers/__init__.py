"""Who has not come yet: each class's pupils and guardians without a sign-in, and letters to remind them."""
