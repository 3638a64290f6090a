"""Names what a notebook's code does to the examples before a model sees them: augmentation,
resizing, projections.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from grader.model.submission import Cell

_COMMENT = re.compile(r"#[^\n]*")
KNOWN = {
    "augmentation by Keras": (
        r"ImageDataGenerator|Random(?:Flip|Rotation|Translation|Zoom|Contrast|Brightness|Crop|Shear)\b"
        r"|apply_affine_transform|GaussianNoise"
    ),
    "turned, shifted or mirrored copies": (
        r"ndimage|\b(?:interpolation\.)?(?:rotate|shift|zoom|affine_transform|warp|swirl|elastic\w*)\("
        r"|np\.(?:roll|fliplr|flipud|flip|rot90)\(|warpAffine|albumentations|imgaug|RandomAffine"
    ),
    "noise": (
        r"(?:random\.(?:normal|randn|uniform|rand|poisson)|rng\.(?:normal|uniform)|random_noise|"
        r"np\.random\.\w+)\([^)]*(?:shape|size|noise)"
        r"|noise_factor|add_noise|salt|\bnois[ey]\w*\s*="
    ),
    "projections": (
        r"\b(?:PCA|IncrementalPCA|KernelPCA|TruncatedSVD|NMF|FastICA|LinearDiscriminantAnalysis|TSNE|"
        r"UMAP|SelectKBest|VarianceThreshold|PolynomialFeatures)\(|\bhog\("
    ),
    "another size": (
        r"resize|np\.pad\(|ZeroPadding|Cropping|\bdownsampl\w*|CenterCrop|Resizing|block_reduce"
    ),
    "thresholds or blurring": (
        r"binari[sz]e|Binarizer|np\.where\(\s*[xX]\w*\s*[<>]|gaussian_filter|GaussianBlur|"
        r"threshold\(|equalize_\w+|CLAHE|morphology|dilate\(|erode\(|sobel"
    ),
    "oversampling or mixing": r"SMOTE|RandomOverSampler|mixup|cutmix|CutMix|MixUp|\bresample\(",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in KNOWN.items()}


def changes_in(cells: Iterable[Cell]) -> tuple[str, ...]:
    """What the code does to examples, in the words of `KNOWN`; where it is used, only running
    tells.
    """
    code = "\n".join(_COMMENT.sub("", cell.source) for cell in cells)
    return tuple(_found(code))


def _found(code: str) -> Iterator[str]:
    for name, pattern in _PATTERNS.items():
        if pattern.search(code):
            yield name
