"""Names its file as Moodle names those of another student.

must: The id that Moodle put first counts.
graded: 2
says: "id":"666"
unsaid: "id":"111"
"""
source = here.parent / "course-hw-12.zip"
source.write_bytes(
    packed(
        Entry("Good One_555_assignsubmission_file_hw.ipynb", GOOD),
        Entry("Eve_666_assignsubmission_file_Ann Doe_111_assignsubmission_file_hw.ipynb", GOOD),
    )
)
