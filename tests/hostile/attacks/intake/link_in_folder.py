"""Hands in a link to a file of the host, as a repository can hold one.

must: It is not followed, whether it leads out of the folder or to another's notebook.
graded: 1
ungradable: 3
says: links are not followed
"""
(here / "eve.ipynb").symlink_to(outside)
(here / "same.ipynb").symlink_to("good.ipynb")
(here / "none.ipynb").symlink_to("nowhere")
(here / "up").symlink_to(outside.parent, target_is_directory=True)
