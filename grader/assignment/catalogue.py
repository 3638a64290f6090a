"""Knows the names of Keras' layers, activations, optimizers and losses, as an assignment writes
them.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


LAYERS = _words(
    """
    Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D
    AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add
    AdditiveAttention AlphaDropout Attention Average AveragePooling1D AveragePooling2D
    AveragePooling3D BatchNormalization Bidirectional CategoryEncoding CenterCrop Concatenate
    Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D
    ConvLSTM3D Cropping1D Cropping2D Cropping3D Dense DepthwiseConv1D DepthwiseConv2D
    Discretization Dot Dropout ELU EinsumDense Embedding Flatten GRU GaussianDropout
    GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D
    GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GroupNormalization
    GroupQueryAttention Hashing Identity InputLayer IntegerLookup LSTM Lambda LayerNormalization
    LeakyReLU Masking MaxPooling1D MaxPooling2D MaxPooling3D Maximum MelSpectrogram Minimum
    MultiHeadAttention Multiply Normalization PReLU Permute RMSNormalization RNN
    RandomBrightness RandomContrast RandomCrop RandomFlip RandomRotation RandomTranslation
    RandomZoom ReLU RepeatVector Rescaling Reshape Resizing SeparableConv1D SeparableConv2D
    SimpleRNN Softmax SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization
    StringLookup Subtract TextVectorization TimeDistributed UnitNormalization UpSampling1D
    UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D
    """
)
ACTIVATIONS = _words(
    """
    celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh
    leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink
    softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh
    tanh_shrink threshold
    """
)
OPTIMIZERS = _words(
    """
    Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl LBFGS Lamb Lion Muon Nadam RMSprop SGD
    ScheduleFreeAdamW
    """
)
"""scikit-learn's `lbfgs` among them."""
LOSSES = _words(
    """
    bce binary_crossentropy binary_focal_crossentropy categorical_crossentropy
    categorical_focal_crossentropy categorical_hinge circle cosine_similarity cross_entropy
    crossentropy ctc dice hinge huber kl_divergence kld kullback_leibler_divergence log_cosh
    log_loss logcosh mae mape mean_absolute_error mean_absolute_percentage_error
    mean_squared_error mean_squared_logarithmic_error mse msle nll_loss poisson
    sparse_categorical_crossentropy squared_error squared_hinge tversky
    """
)
"""Keras' names and their short forms, and those of scikit-learn and PyTorch."""
KINDS = {"kind": LAYERS, "activation": ACTIVATIONS, "optimizer": OPTIMIZERS, "loss": LOSSES}
WHAT = {"kind": "layer", "activation": "activation", "optimizer": "optimizer", "loss": "loss"}
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_known(key: str, name: str) -> bool:
    """Whether the name is one that is compared with what students write; losses count in any of
    their forms.
    """
    if key == "loss":
        name = name.lower() if name.isupper() else _WORD_STARTS.sub("_", name).lower()
    return name in KINDS[key]
