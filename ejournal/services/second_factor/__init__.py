"""Second factors: one-time codes, recovery codes and passkeys, and whom a school asks for them.

`own` is what one does with one's own, `answering` the second step of a sign-in, `asked_of` the school's rule,
`taking_off` what an administrator does for who has lost the phone. `proofs` judges what is typed.
"""
