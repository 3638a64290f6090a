"""Hands in metadata of its own, which name another student.

must: Only those beside the folders count, which Gradescope wrote.
graded: 2
says: "name":"Eve"
unsaid: "name":"Ann"
"""
source = here.parent / "assignment_1_export.zip"
metadata = "submission_{}:\n  :submitters:\n  - :name: {}\n    :email: {}@example.org\n"
source.write_bytes(
    packed(
        Entry("assignment_1_export/submission_metadata.yml", ("---\n" + metadata.format(5, "Good", "good") + metadata.format(6, "Eve", "eve")).encode()),
        Entry("assignment_1_export/submission_5/hw.ipynb", GOOD),
        Entry("assignment_1_export/submission_6/hw.ipynb", GOOD),
        Entry("assignment_1_export/submission_6/submission_metadata.yml", metadata.format(6, "Ann", "ann").encode()),
    )
)
