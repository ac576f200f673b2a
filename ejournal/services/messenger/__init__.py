"""Messengers in which a bot of the installation tells of news: who is connected, and what the bot is.

`chats` binds an account to somebody of a messenger and lets go again; `bots` keeps how the bot is found and
up to where its updates were taken in. Who asks the messenger stands in `integrations/outgoing/`.
"""
